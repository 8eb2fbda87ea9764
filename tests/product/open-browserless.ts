import { randomUUID } from "node:crypto";
import type { AnswerPart, Message, SentMessage } from "@procode/contracts";

type Reply = {
  status: number;
  headers: Headers;
  body: {
    result?: { data: unknown };
    error?: { message: string; data: { code: string; details: { reason: string } } };
  };
};

/** A person at the HTTP door without a browser: keeps cookies, calls procedures by path, follows answers. */
export interface Browserless {
  request(path: string, init?: RequestInit): Promise<Response>;
  call(path: string, input?: unknown, type?: "query" | "mutation"): Promise<Reply>;
  /** The data of a call that must succeed. */
  ask<T>(path: string, input?: unknown, type?: "query" | "mutation"): Promise<T>;
  signUp(email?: string): Promise<{ email: string; password: string }>;
  logIn(email: string, password: string): Promise<boolean>;
  send(text: string, conversationId?: string): Promise<SentMessage>;
  /** Parts as they come; `stopWhen` ends the following early, as a cut does. */
  follow(
    generationId: string,
    options?: { lastEventId?: string; stopWhen?(text: string): boolean },
  ): Promise<{ text: string; lastEventId: string; message: Message | null }>;
}

/** `origin` is what the browser believes to be the address, where it asks one process of several directly. */
export function openBrowserless(url: string, origin = new URL(url).origin): Browserless {
  const cookies = new Map<string, string>();

  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { origin, ...(cookie ? { cookie } : {}), ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(`${url}${path}`, { redirect: "manual", ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  async function call(path: string, input?: unknown, type: "query" | "mutation" = "query"): Promise<Reply> {
    // As tRPC's own client does: always a batch, in which a call without an input is simply left out.
    const batch = JSON.stringify(input === undefined ? {} : { 0: input });
    const response =
      type === "query"
        ? await request(`/api/trpc/${path}?batch=1&input=${encodeURIComponent(batch)}`)
        : await request(`/api/trpc/${path}?batch=1`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: batch,
          });
    const answer = (await response.json()) as [Reply["body"]] | Reply["body"];
    return { status: response.status, headers: response.headers, body: Array.isArray(answer) ? answer[0] : answer };
  }

  async function ask<T>(path: string, input?: unknown, type?: "query" | "mutation"): Promise<T> {
    const { status, body } = await call(path, input, type);
    if (!body.result) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
    return body.result.data as T;
  }

  async function logIn(email: string, password: string): Promise<boolean> {
    const { csrfToken } = (await (await request("/api/auth/csrf")).json()) as { csrfToken: string };
    const body = new URLSearchParams({ email, password, csrfToken, json: "true" });
    const response = await request("/api/auth/callback/credentials", { method: "POST", body });
    return response.status === 200;
  }

  return {
    request,
    call,
    ask,
    logIn,
    async signUp(email = `p-${randomUUID()}@example.com`) {
      const password = "a long password";
      await ask("account.register", { email, password }, "mutation");
      if (!(await logIn(email, password))) throw new Error("the new account could not log in");
      return { email, password };
    },
    send: (text, conversationId) =>
      ask("chat.send", { clientId: randomUUID(), text, ...(conversationId ? { conversationId } : {}) }, "mutation"),
    async follow(generationId, { lastEventId, stopWhen } = {}) {
      const input = encodeURIComponent(JSON.stringify({ generationId, ...(lastEventId ? { lastEventId } : {}) }));
      const cut = new AbortController();
      const response = await request(`/api/trpc/chat.follow?input=${input}`, {
        signal: cut.signal,
        headers: { accept: "text/event-stream" },
      });
      if (!response.ok || !response.body)
        throw new Error(`chat.follow answered ${response.status}: ${await response.text()}`);
      const seen = { text: "", lastEventId: lastEventId ?? "0", message: null as Message | null };
      for await (const { event, data, id } of readEvents(response.body)) {
        if (event === "serialized-error") throw new Error(data);
        if (event !== "message") continue;
        const part = JSON.parse(data) as AnswerPart;
        if (id) seen.lastEventId = id;
        if (part.type === "delta") seen.text += part.text;
        if (part.type === "reset") seen.text = part.text;
        if (part.type === "done") seen.message = part.message;
        if (part.type === "done" || stopWhen?.(seen.text)) break;
      }
      cut.abort();
      return seen;
    },
  };
}

async function* readEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<{ event: string; data: string; id: string | null }> {
  let buffer = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    buffer += chunk;
    const blocks = buffer.split("\n\n");
    buffer = blocks.pop() ?? "";
    for (const block of blocks) {
      const field = (name: string) =>
        block
          .split("\n")
          .find((line) => line.startsWith(`${name}:`))
          ?.slice(name.length + 1)
          .trim() ?? null;
      yield { event: field("event") ?? "message", data: field("data") ?? "", id: field("id") };
    }
  }
}
