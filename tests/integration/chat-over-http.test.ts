import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import type { Conversation, Message, MessagePage } from "@procode/contracts";
import { createOpenRouterSandbox, type OpenRouterSandbox, seededRandom } from "@procode/sandbox";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Browserless, openBrowserless } from "../product/open-browserless.ts";
import { newHome, type Product, startProduct } from "../product/start-product.ts";
import { staticFiles } from "./chat-over-http/static-files.ts";
import { watching } from "./chat-over-http/watching.ts";

let home: string;
let sandbox: OpenRouterSandbox;
let product: Product;
let ada: Browserless;

beforeAll(async () => {
  home = await newHome("chat");
  sandbox = await createOpenRouterSandbox({ seed: 1, generationDelayMs: 300 });
  product = await startProduct({ home, env: { OPENROUTER_BASE_URL: sandbox.url } });
  ada = openBrowserless(product.url);
  await ada.signUp();
});

afterAll(async () => {
  await product?.stop();
  await sandbox?.close();
  await rm(home, { recursive: true, force: true });
});

const messageOf = async (person: Browserless, conversationId: string, id: string): Promise<Message> => {
  const page = await person.ask<MessagePage>("conversations.messages", { conversationId });
  const message = page.messages.find((candidate) => candidate.id === id);
  if (!message) throw new Error("no such message");
  return message;
};
const callOf = (text: string) =>
  sandbox.log.calls().findLast(({ accepted }) => accepted.messages?.at(-1)?.content === text);

describe("a chat over HTTP", () => {
  it("streams exactly what the provider wrote, and keeps it with its exact cost", async () => {
    const text = `Show me a table of three rivers. ${randomUUID()}`;
    const sent = await ada.send(text);
    const followed = await ada.follow(sent.generationId);
    const call = callOf(text);
    expect(followed.text).toBe(call?.ended?.text);
    expect(followed.message).toMatchObject({ status: "complete", text: followed.text, failure: null });
    expect(followed.message?.receipt).toMatchObject({
      promptTokens: call?.ended?.promptTokens,
      completionTokens: call?.ended?.completionTokens,
      costState: "reported",
      finishReason: "stop",
    });
    expect(Number(followed.message?.receipt?.costUsd)).toBe(Number(call?.ended?.costUsd));
    const conversation = await ada.ask<Conversation>("conversations.get", { conversationId: sent.conversationId });
    expect(conversation.title).toBe("Show me a table of three rivers");
  });

  it("puts what the person told about themselves and said before into the prompt", async () => {
    await ada.ask("context.update", { name: "Ada", occupation: "clockmaker" }, "mutation");
    const first = await ada.send("I keep bees. [[sandbox first=0 interval=0]]");
    await ada.follow(first.generationId);
    const text = "What do I keep? [[sandbox first=0 interval=0]]";
    const second = await ada.send(text, first.conversationId);
    await ada.follow(second.generationId);
    const messages = callOf(text)?.accepted.messages ?? [];
    expect(messages[0]).toMatchObject({ role: "system", content: expect.stringMatching(/Ada[\s\S]*clockmaker/) });
    expect(messages.some(({ content }) => content.startsWith("I keep bees."))).toBe(true);
  });

  it("takes control characters out of what is stored and asked, and keeps every line and sign of it", async () => {
    const mark = randomUUID();
    const sent = await ada.send(
      `\u0000One\u0007 ${mark}\r\n\tzażółć \u{1f600}\u001b[31m\ud800 [[sandbox first=0 interval=0]]`,
    );
    await ada.follow(sent.generationId);
    const plain = `One ${mark}\n\tzażółć \u{1f600}[31m\ufffd [[sandbox first=0 interval=0]]`;
    expect((await messageOf(ada, sent.conversationId, sent.messageId)).text).toBe(plain);
    expect(callOf(plain)).toBeDefined();
  });

  it("gives one message and one call for the same client id sent five times at once", async () => {
    const text = `once ${randomUUID()}`;
    const input = { clientId: randomUUID(), text: `${text} [[sandbox first=0 interval=0 tokens=3]]` };
    const sent = await Promise.all(Array.from({ length: 5 }, () => ada.ask("chat.send", input, "mutation")));
    expect(new Set(sent.map((each) => JSON.stringify(each))).size).toBe(1);
    await ada.follow((sent[0] as { generationId: string }).generationId);
    expect(
      sandbox.log.calls().filter(({ accepted }) => accepted.messages?.at(-1)?.content.startsWith(text)),
    ).toHaveLength(1);
  });

  it("goes on byte-equal from wherever a reader was cut", async () => {
    const random = seededRandom(7, "cuts");
    const text = `Long one. ${randomUUID()} [[sandbox first=20 interval=3 tokens=220 split-utf8]]`;
    const sent = await ada.send(text);
    let seen = { text: "", lastEventId: "0", message: null as Message | null };
    for (let cuts = 0; !seen.message; cuts++) {
      const target = seen.text.length + 1 + Math.floor(random() * 120);
      const more = await ada.follow(sent.generationId, {
        lastEventId: seen.lastEventId,
        stopWhen: (part) => cuts < 12 && seen.text.length + part.length > target,
      });
      seen = { ...more, text: seen.text + more.text };
    }
    expect(seen.text).toBe(callOf(text)?.ended?.text);
    expect(seen.text).toBe(seen.message?.text);
    expect(seen.text).not.toContain("\uFFFD");
  });

  it("closes the provider's socket within half a second of stop, keeps the text, and learns the cost later", async () => {
    const text = `Stop me. ${randomUUID()} [[sandbox first=10 interval=20 tokens=500]]`;
    const sent = await ada.send(text);
    await ada.follow(sent.generationId, { stopWhen: (seen) => seen.length > 40 });
    const asked = Date.now();
    await ada.ask("chat.stop", { generationId: sent.generationId }, "mutation");
    await vi.waitFor(() => expect(callOf(text)?.ended?.end).toBe("aborted"), { timeout: 3_000, interval: 10 });
    expect(Date.parse(callOf(text)?.ended?.at ?? "") - asked).toBeLessThan(500);
    const { message } = await ada.follow(sent.generationId);
    expect(message?.status).toBe("stopped");
    expect(callOf(text)?.ended?.text?.startsWith(message?.text ?? "-")).toBe(true);
    expect(message?.text.length).toBeGreaterThan(40);
    await vi.waitFor(
      async () => {
        const { receipt } = await messageOf(ada, sent.conversationId, sent.answerId);
        expect(receipt?.costState).toBe("reported");
        expect(Number(receipt?.costUsd)).toBe(Number(callOf(text)?.ended?.costUsd));
      },
      { timeout: 20_000, interval: 250 },
    );
  });
});

describe("a provider that fails", () => {
  it.each([
    ["error=401", "failed", { reason: "provider-key" }],
    ["error=402", "failed", { reason: "provider-credit" }],
    ["error=429 retry-after=7", "failed", { reason: "provider-busy", retryAfterSeconds: 7 }],
    ["error=500", "failed", { reason: "provider-down" }],
    ["error=502", "failed", { reason: "provider-down" }],
    ["error=503", "failed", { reason: "provider-down" }],
    ["first=0 interval=2 break=error-chunk after=5", "interrupted", { reason: "provider-broke-off" }],
    ["first=0 interval=2 break=eof after=5", "interrupted", { reason: "provider-broke-off" }],
    ["first=0 interval=2 break=cut after=5", "interrupted", { reason: "provider-broke-off" }],
  ])("[[sandbox %s]] leaves the answer %s, with its reason and what came", async (directive, status, failure) => {
    const text = `Fail. ${randomUUID()} [[sandbox ${directive}]]`;
    const sent = await ada.send(text);
    const { message, text: seen } = await ada.follow(sent.generationId);
    expect(message).toMatchObject({ status, failure });
    expect(message?.text).toBe(seen);
    expect(seen === "").toBe(status === "failed");
    expect((await messageOf(ada, sent.conversationId, sent.messageId)).text).toContain("Fail.");
    const again = await ada.ask<{ generationId: string; messageId: string }>(
      "chat.regenerate",
      { clientId: randomUUID(), messageId: sent.answerId, model: "procode/demo" },
      "mutation",
    );
    expect(again.messageId).toBe(sent.messageId);
    await ada.follow(again.generationId);
  });

  it("counts exactly what the provider billed", async () => {
    await vi.waitFor(
      async () => {
        const usage = await ada.ask<{ costUsd: string; costUnknown: number }>("analytics.usage", {});
        expect(usage.costUnknown).toBe(0);
        expect(Number(usage.costUsd)).toBeCloseTo(Number(sandbox.log.billed().totalUsd), 12);
      },
      { timeout: 30_000, interval: 500 },
    );
  });
});

describe("what does not belong to the door", () => {
  it.each([
    ["malformed JSON", { body: "{", headers: { "content-type": "application/json" } }, 400],
    ["no JSON at all", { body: "text=hello", headers: { "content-type": "text/plain" } }, 403],
    [
      "a page of another site",
      { body: "{}", headers: { "content-type": "application/json", origin: "https://evil.example" } },
      403,
    ],
    [
      "a body that is too large",
      { body: JSON.stringify({ text: "x".repeat(1_100_000) }), headers: { "content-type": "application/json" } },
      413,
    ],
    ["null instead of an input", { body: "null", headers: { "content-type": "application/json" } }, 400],
    [
      "an empty message",
      { body: JSON.stringify({ clientId: randomUUID(), text: "  " }), headers: { "content-type": "application/json" } },
      400,
    ],
    [
      "a message of 200,000 characters",
      {
        body: JSON.stringify({ clientId: randomUUID(), text: "x".repeat(200_000) }),
        headers: { "content-type": "application/json" },
      },
      400,
    ],
    [
      "an unknown model",
      {
        body: JSON.stringify({ clientId: randomUUID(), text: "Hi", model: "no/such" }),
        headers: { "content-type": "application/json" },
      },
      400,
    ],
    [
      "an unknown conversation",
      {
        body: JSON.stringify({ clientId: randomUUID(), text: "Hi", conversationId: randomUUID() }),
        headers: { "content-type": "application/json" },
      },
      404,
    ],
  ])("%s is refused in words and stores nothing", async (_, init, status) => {
    const before = await ada.ask<{ conversations: unknown[] }>("conversations.list", {});
    const response = await ada.request("/api/trpc/chat.send", { method: "POST", ...init });
    expect(response.status).toBe(status);
    const body = (await response.json()) as { error: { message: string; data: { stack?: string } } };
    expect(body.error.message.length).toBeGreaterThan(10);
    expect(JSON.stringify(body)).not.toMatch(/\.ts:|node_modules|stack/);
    expect(await ada.ask("conversations.list", {})).toEqual(before);
  });

  it.each([`${"a,".repeat(999)}a`, ",,,,", "conversations.list,,"])(
    "a batch of %.12s… is refused before anybody is looked up",
    async (path) => {
      expect((await ada.request(`/api/trpc/${path}?batch=1&input={}`)).status).toBe(400);
    },
  );

  it("answers a guest 401 everywhere, also by the side doors", async () => {
    const guest = openBrowserless(product.url);
    expect((await guest.call("conversations.list", {})).status).toBe(401);
    const forged = await guest.request("/api/trpc/conversations.list?input={}", {
      headers: { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy", cookie: "next-auth.session-token=forged" },
    });
    expect(forged.status).toBe(401);
    const page = await guest.request("/dashboard", {
      headers: { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
    });
    expect(page.status).toBe(307);
    expect(page.headers.get("location")).toContain("/login");
  });
});

describe("sessions at the door", () => {
  it("end everywhere at the next request", async () => {
    const here = openBrowserless(product.url);
    const { email, password } = await here.signUp();
    const there = openBrowserless(product.url);
    expect(await there.logIn(email, password)).toBe(true);
    expect((await there.call("account.profile")).status).toBe(200);
    await here.ask("account.signOutEverywhere", undefined, "mutation");
    expect((await there.call("account.profile")).status).toBe(401);
    expect((await here.call("account.profile")).status).toBe(401);
  });

  it("send pages and answers that nobody in between may keep, under a strict policy", async () => {
    const page = await ada.request("/dashboard");
    const policy = page.headers.get("content-security-policy") ?? "";
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    const html = await page.text();
    expect(page.headers.get("cache-control")).toContain("no-store");
    expect(policy).toContain("object-src 'none'");
    expect(policy).toContain("worker-src 'self';");
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
    const scripts = [...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(2);
    for (const tag of scripts) expect(tag).toContain(`nonce="${nonce}"`);
    const answer = await ada.call("account.profile");
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    expect((await ada.request("/dashboard")).headers.get("content-security-policy")).not.toBe(policy);
  });

  it("come in a cookie that scripts cannot read and other sites cannot send", async () => {
    const person = openBrowserless(product.url);
    const { email, password } = await person.signUp();
    const { csrfToken } = (await (await person.request("/api/auth/csrf")).json()) as { csrfToken: string };
    const response = await person.request("/api/auth/callback/credentials", {
      method: "POST",
      body: new URLSearchParams({ email, password, csrfToken, json: "true" }),
    });
    const cookie = response.headers.getSetCookie().find((line) => line.startsWith("next-auth.session-token="));
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
  });
});

staticFiles(() => ada);
watching(() => ada);
