import { once } from "node:events";
import { createServer, get, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type CompletionPart, ProcodeError } from "@procode/core";
import { afterEach, expect, test, vi } from "vitest";
import { writeStream } from "./write-stream.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type Options = { includeUsage?: boolean; quietMs?: number; patienceMs?: number; gone?: AbortController };

/** Serves one stream of these parts. */
async function serve(parts: () => AsyncIterable<CompletionPart>, options: Options = {}) {
  const gone = options.gone ?? new AbortController();
  let served: ServerResponse | null = null;
  const outcome = Promise.withResolvers<unknown>();
  const server = createServer((_, response) => {
    served = response;
    response.once("close", () => gone.abort());
    const headOf = ({ id, model }: { id: string; model: string }) => ({ id, model, created: 5, conversationId: null });
    writeStream({ includeUsage: false, ...options, gone, parts: parts(), headOf, response }).then(
      () => outcome.resolve(null),
      (error: unknown) => {
        outcome.resolve(error);
        if (!response.headersSent) response.writeHead(418).end();
      },
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, outcome: outcome.promise, served: () => served as unknown as ServerResponse };
}

const STARTED: CompletionPart = { type: "started", id: "1", model: "a/b" };
const FINISHED: CompletionPart = {
  type: "finished",
  finishReason: "length",
  usage: { promptTokens: 2, completionTokens: 3, costUsd: "0.0000125" },
};
async function* parts(...given: (CompletionPart | Error)[]): AsyncGenerator<CompletionPart> {
  for (const part of given) {
    if (part instanceof Error) throw part;
    yield part;
  }
}
const events = (body: string) =>
  body
    .split("\n\n")
    .filter((block) => block.startsWith("data: {"))
    .map(
      (block) =>
        JSON.parse(block.slice(6)) as {
          choices: { delta: object; finish_reason: string | null }[];
          usage?: object | null;
        },
    );

test("a stream is the role, the words, the reason, and [DONE]", async () => {
  const { url } = await serve(() =>
    parts(STARTED, { type: "text", text: "Hel\n\nlo" }, { type: "text", text: " 👋" }, FINISHED),
  );
  const response = await fetch(url);
  const body = await response.text();
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(body.endsWith("\n\ndata: [DONE]\n\n")).toBe(true);
  expect(events(body).map(({ choices: [choice] }) => [choice?.delta, choice?.finish_reason])).toEqual([
    [{ role: "assistant", content: "" }, null],
    [{ content: "Hel\n\nlo" }, null],
    [{ content: " 👋" }, null],
    [{}, "length"],
  ]);
  for (const chunk of events(body)) {
    expect(chunk).toMatchObject({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 5, model: "a/b" });
    expect(chunk).not.toHaveProperty("usage");
  }
});

test("usage comes in a part of its own, and null before it", async () => {
  const { url } = await serve(() => parts(STARTED, { type: "text", text: "x" }, FINISHED), { includeUsage: true });
  const chunks = events(await (await fetch(url)).text());
  expect(chunks.at(-1)).toMatchObject({
    choices: [],
    usage: { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5, cost: 0.0000125 },
  });
  expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
});

test("an answer without a word has a role and a reason all the same", async () => {
  const { url } = await serve(() => parts(STARTED, FINISHED));
  expect(events(await (await fetch(url)).text())).toHaveLength(2);
});

test("what fails before the first word is thrown, so that it gets its own status; later it is an event", async () => {
  const failure = new ProcodeError("LIMITED", "Busy.", { reason: "provider-busy" });
  const early = await serve(() => parts(STARTED, failure));
  expect((await fetch(early.url)).status).toBe(418);
  expect(await early.outcome).toBe(failure);
  const late = await serve(() => parts(STARTED, { type: "text", text: "x" }, failure));
  const body = await (await fetch(late.url)).text();
  expect(JSON.parse(body.split("\n\n").at(-2)?.slice(6) ?? "")).toMatchObject({
    error: { type: "rate_limit_error", code: "rate_limit_exceeded", message: expect.stringContaining("model") },
  });
  expect(body).not.toContain("[DONE]");
});

test("a line that is silent is kept open by comments", async () => {
  const silence = Promise.withResolvers<void>();
  const slow = async function* () {
    yield STARTED;
    await silence.promise;
    yield* parts({ type: "text", text: "x" }, FINISHED);
  };
  const { url } = await serve(slow, { quietMs: 5 });
  const response = await fetch(url);
  expect(response.status).toBe(200);
  silence.resolve();
  const body = await response.text();
  expect(body).toMatch(/^(: PROCODE\n\n)+data: /);
  expect(events(body)).toHaveLength(3);
});

test("a reader that takes nothing piles nothing up, and counts as gone after a while", async () => {
  let made = 0;
  let closed = false;
  const endless = async function* (): AsyncGenerator<CompletionPart> {
    try {
      yield STARTED;
      for (;;) {
        made++;
        yield { type: "text", text: "x".repeat(10_000) };
      }
    } finally {
      closed = true;
    }
  };
  const { url, outcome, served } = await serve(endless, { patienceMs: 200 });
  get(url)
    .on("error", () => undefined)
    .on("response", (response) => response.pause());
  const [error, before] = [await outcome, process.memoryUsage().rss];
  expect(error).toBeInstanceOf(Error);
  expect(closed).toBe(true);
  expect(served().destroyed).toBe(true);
  // What the two sockets hold, and no more.
  expect(made * 10_000).toBeLessThan(20_000_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
});

test("a slow reader gets every word", async () => {
  const count = 400;
  const many = async function* (): AsyncGenerator<CompletionPart> {
    yield STARTED;
    for (let index = 0; index < count; index++) yield { type: "text", text: `${"y".repeat(5_000)}${index} ` };
    yield FINISHED;
  };
  const { url } = await serve(many);
  const response = await fetch(url);
  let body = "";
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    body += piece;
    await new Promise((next) => setImmediate(next));
  }
  expect(events(body)).toHaveLength(count + 2);
});

test("a reader that leaves ends the iteration", async () => {
  let closed = false;
  const gone = new AbortController();
  const endless = async function* (): AsyncGenerator<CompletionPart> {
    try {
      yield STARTED;
      for (;;) {
        gone.signal.throwIfAborted();
        yield { type: "text", text: "x" };
        await new Promise((next) => setTimeout(next, 2));
      }
    } finally {
      closed = true;
    }
  };
  const { url } = await serve(endless, { gone });
  const cut = new AbortController();
  const response = await fetch(url, { signal: cut.signal });
  await response.body?.getReader().read();
  cut.abort();
  await vi.waitFor(() => expect(closed).toBe(true));
});
