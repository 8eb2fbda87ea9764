import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { probes } from "@procode/api/testing";
import type { ApiKeyScope, Conversation, MessagePage, NewApiKey, Usage } from "@procode/contracts";
import { createOpenRouterSandbox, type OpenRouterSandbox } from "@procode/sandbox";
import OpenAI, { APIError } from "openai";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Browserless, openBrowserless } from "../product/open-browserless.ts";
import { newHome, type Product, startProduct } from "../product/start-product.ts";

// It costs something, so that a cent that is missing shows.
const MODEL = "anthropic/claude-sonnet-4.5";
const FAST = "[[sandbox first=0 interval=0]]";

let home: string;
let sandbox: OpenRouterSandbox;
let product: Product;
let ada: Browserless;
let grace: Browserless;
let openai: OpenAI;
const keys: string[] = [];

beforeAll(async () => {
  home = await newHome("openai");
  sandbox = await createOpenRouterSandbox({ seed: 3, generationDelayMs: 300 });
  product = await startProduct({ home, env: { OPENROUTER_BASE_URL: sandbox.url, TRUSTED_PROXIES: "127.0.0.1" } });
  [ada, grace] = [openBrowserless(product.url), openBrowserless(product.url)];
  await ada.signUp();
  await grace.signUp();
  openai = clientOf((await newKey(ada, ["chat", "read"])).key);
});

afterAll(async () => {
  await product?.stop();
  await sandbox?.close();
  await rm(home, { recursive: true, force: true });
});

async function newKey(person: Browserless, scopes: ApiKeyScope[]): Promise<NewApiKey> {
  const made = await person.ask<NewApiKey>("account.apiKeys.create", { name: scopes.join(), scopes }, "mutation");
  keys.push(made.key);
  return made;
}
const clientOf = (apiKey: string, maxRetries = 0) =>
  new OpenAI({ apiKey, baseURL: `${product.url}/api/v1`, maxRetries });
const user = (content: string) => [{ role: "user" as const, content }];
const callOf = (text: string) =>
  sandbox.log.calls().findLast(({ accepted }) => accepted.messages?.at(-1)?.content.includes(text));
const usageOf = (person: Browserless) => person.ask<Usage>("analytics.usage", {});
const conversationsOf = async (person: Browserless) =>
  (await person.ask<{ conversations: Conversation[] }>("conversations.list", {})).conversations;

async function failureOf(work: PromiseLike<unknown>): Promise<APIError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof APIError) return error;
    throw error;
  }
  throw new Error("It did not fail.");
}

async function textOf(stream: AsyncIterable<OpenAI.ChatCompletionChunk>) {
  const chunks: OpenAI.ChatCompletionChunk[] = [];
  let error: unknown = null;
  try {
    for await (const chunk of stream) chunks.push(chunk);
  } catch (thrown) {
    error = thrown;
  }
  return { chunks, error, text: chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("") };
}

describe("the official client, unchanged", () => {
  it("gets a whole answer with its usage and its cost, and nothing of it is kept", async () => {
    const mark = randomUUID();
    const before = await usageOf(ada);
    const completion = await openai.chat.completions.create({
      model: MODEL,
      messages: [{ role: "system", content: "Answer in one word." }, ...user(`Hello ${mark} ${FAST}`)],
    });
    const { accepted, ended } = callOf(mark) ?? {};
    expect(completion).toMatchObject({
      object: "chat.completion",
      model: MODEL,
      choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: ended?.text } }],
      usage: {
        prompt_tokens: ended?.promptTokens,
        completion_tokens: ended?.completionTokens,
        total_tokens: Number(ended?.promptTokens) + Number(ended?.completionTokens),
        cost: Number(ended?.costUsd),
      },
    });
    expect(completion.id).toMatch(/^chatcmpl-[0-9a-f-]{36}$/);
    expect(accepted?.messages?.[0]?.content).toMatch(/PROCODE[\s\S]*Answer in one word\.$/);
    expect(await conversationsOf(ada)).toEqual([]);
    const after = await usageOf(ada);
    expect(after.answers).toBe(before.answers + 1);
    expect(Number(after.costUsd) - Number(before.costUsd)).toBeCloseTo(Number(ended?.costUsd), 12);
  });

  it("streams role, words, reason and, when asked, usage", async () => {
    const mark = randomUUID();
    const { chunks, text, error } = await textOf(
      await openai.chat.completions.create({
        model: MODEL,
        messages: user(`Tell me of three rivers. ${mark} [[sandbox first=5 interval=2 split-utf8]]`),
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    const { ended } = callOf(mark) ?? {};
    expect(error).toBeNull();
    expect(text).toBe(ended?.text);
    expect(chunks.length).toBeGreaterThan(4);
    expect(chunks[0]?.choices[0]).toMatchObject({ delta: { role: "assistant", content: "" }, finish_reason: null });
    expect(chunks.at(-2)?.choices[0]).toMatchObject({ delta: {}, finish_reason: "stop" });
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { completion_tokens: ended?.completionTokens, cost: Number(ended?.costUsd) },
    });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
    const silent = await textOf(
      await openai.chat.completions.create({ model: MODEL, messages: user(`Hi ${FAST}`), stream: true }),
    );
    expect(silent.chunks.every((chunk) => !("usage" in chunk))).toBe(true);
  });

  it("ends at a stop text and at a number of tokens", async () => {
    const messages = user("[[sandbox first=0 interval=0 tokens=50]]");
    const stopped = await openai.chat.completions.create({ model: MODEL, messages, stop: ["lazy", "never said"] });
    expect(stopped.choices[0]?.message.content).toBe("the quick brown fox jumps over one ");
    expect(stopped.choices[0]?.finish_reason).toBe("stop");
    const short = await openai.chat.completions.create({ model: MODEL, messages, max_completion_tokens: 3 });
    expect(short.choices[0]).toMatchObject({ finish_reason: "length", message: { content: "the quick brown " } });
    expect(short.usage?.completion_tokens).toBe(3);
  });

  it("answers with what the person told about themselves and with the model of their choice", async () => {
    await ada.ask("context.update", { name: "Ada", occupation: "clockmaker" }, "mutation");
    const mark = randomUUID();
    const { model } = await openai.chat.completions.create({ model: "auto", messages: user(`Hello ${mark} ${FAST}`) });
    expect(model).toBe("procode/demo");
    expect(callOf(mark)?.accepted.messages?.[0]?.content).toMatch(/Ada[\s\S]*clockmaker/);
    await ada.ask("models.choose", { modelId: MODEL }, "mutation");
    expect((await openai.chat.completions.create({ model: "auto", messages: user(`Hi ${FAST}`) })).model).toBe(MODEL);
    await ada.ask("models.choose", { modelId: null }, "mutation");
  });

  it("lists the models and finds one", async () => {
    const { data } = await openai.models.list();
    expect(data.length).toBeGreaterThan(20);
    expect(data[0]).toMatchObject({ id: "auto", owned_by: "procode" });
    expect(await openai.models.retrieve(MODEL)).toMatchObject({ id: MODEL, object: "model", owned_by: "anthropic" });
    expect(await failureOf(openai.models.retrieve("no/such"))).toMatchObject({ status: 404 });
  });

  it("closes the provider's socket within half a second of an abort, and the part is paid for once", async () => {
    const mark = randomUUID();
    const stream = await openai.chat.completions.create({
      model: MODEL,
      messages: user(`Stop me. ${mark} [[sandbox first=5 interval=10 tokens=2000]]`),
      stream: true,
    });
    let text = "";
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      if (text.length > 60) break;
    }
    const left = Date.now();
    await vi.waitFor(() => expect(callOf(mark)?.ended?.end).toBe("aborted"), { timeout: 3_000, interval: 10 });
    expect(Date.parse(callOf(mark)?.ended?.at ?? "") - left).toBeLessThan(500);
    expect(callOf(mark)?.ended?.text?.startsWith(text)).toBe(true);
    const whole = new AbortController();
    const waiting = openai.chat.completions.create(
      { model: MODEL, messages: user(`Stop me too. ${mark}! [[sandbox first=5 interval=10 tokens=2000]]`) },
      { signal: whole.signal },
    );
    const failure = failureOf(waiting);
    await vi.waitFor(() => expect(callOf(`${mark}!`)).toBeDefined(), { timeout: 5_000, interval: 10 });
    whole.abort();
    await failure;
    await vi.waitFor(() => expect(callOf(`${mark}!`)?.ended?.end).toBe("aborted"), { timeout: 3_000, interval: 10 });
  });
});

describe("what fails, in OpenAI's words", () => {
  const ask = (content: string, more: object = {}) =>
    openai.chat.completions.create({ model: MODEL, messages: user(content), ...more });

  it.each([
    ["error=429 retry-after=7", 429, "rate_limit_error", "rate_limit_exceeded"],
    ["error=500", 503, "server_error", "provider_down"],
    ["error=502", 503, "server_error", "provider_down"],
    ["error=402", 503, "server_error", "provider_credit"],
    ["error=401", 503, "server_error", "provider_key"],
    ["error=403", 400, "invalid_request_error", "provider_refused"],
    ["first=0 break=error-chunk after=0", 502, "server_error", "provider_broke_off"],
  ])("[[sandbox %s]] is a %d, streaming or not", async (directive, status, type, code) => {
    for (const stream of [false, true]) {
      const failure = await failureOf(ask(`Fail ${randomUUID()} [[sandbox ${directive}]]`, { stream }));
      expect(failure).toMatchObject({ status, type, code });
      expect(failure.message.length).toBeGreaterThan(20);
      expect(failure.headers?.get("retry-after") ?? null).toBe(directive.includes("retry-after") ? "7" : null);
      expect(failure.requestID).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it.each(["error-chunk", "eof", "cut"])("%s in mid-stream is an error after the words that came", async (how) => {
    const mark = randomUUID();
    const stream = await openai.chat.completions.create({
      model: MODEL,
      messages: user(`Fail ${mark} [[sandbox first=0 interval=2 tokens=50 break=${how} after=5]]`),
      stream: true,
    });
    const { text, error } = await textOf(stream);
    expect(text).toBe("the quick brown fox jumps ");
    expect(error).toMatchObject({ type: "server_error", code: "provider_broke_off" });
    expect(await failureOf(ask(`Fail [[sandbox first=0 interval=2 tokens=50 break=${how} after=5]]`))).toMatchObject({
      status: 502,
    });
  });

  it("lets the client's own retries help where waiting does", async () => {
    const patient = clientOf((await newKey(ada, ["chat"])).key, 2);
    const text = `Once busy ${randomUUID()}`;
    const completion = await patient.chat.completions.create({
      model: MODEL,
      messages: user(`${text} [[sandbox error=429 retry-after=1 times=1]]`),
    });
    expect(completion.choices[0]?.finish_reason).toBe("stop");
    const accepted = sandbox.log.calls().filter((call) => call.accepted.messages?.at(-1)?.content.startsWith(text));
    expect(accepted).toHaveLength(1);
  });

  it.each([
    ["an unknown model", { model: "no/such" }, 404, "model", "model_not_found"],
    ["tools", { tools: [{ type: "function", function: { name: "f" } }] }, 400, "tools", "unsupported_parameter"],
    ["two answers", { n: 2 }, 400, "n", "unsupported_parameter"],
    [
      "a picture",
      { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "x" } }] }] },
      400,
      "messages[0].content[0]",
      "unsupported_parameter",
    ],
    ["a temperature of 9", { temperature: 9 }, 400, "temperature", "invalid_value"],
    ["no messages", { messages: [] }, 400, "messages", "invalid_value"],
    [
      "what is longer than the model reads",
      { model: "microsoft/phi-4", messages: user("word ".repeat(60_000)) },
      400,
      "messages",
      "context_length_exceeded",
    ],
  ])("%s is refused before anything is spent", async (_, more, status, param, code) => {
    const before = sandbox.log.entries().length;
    expect(await failureOf(ask("Hi", more))).toMatchObject({ status, param, code });
    expect(sandbox.log.entries().length).toBe(before);
  });

  it("knows no address but its own, and no JSON but JSON", async () => {
    const headers = { authorization: `Bearer ${keys[0]}`, "content-type": "application/json" };
    const at = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(`${product.url}/api/v1${path}`, { headers, ...init });
      return { status: response.status, allow: response.headers.get("allow"), body: await response.json() };
    };
    const error = { error: { message: expect.any(String), type: "invalid_request_error", param: null } };
    expect(await at("/chat/completions")).toMatchObject({ status: 405, allow: "POST", body: error });
    expect(await at("/models", { method: "POST", body: "{}" })).toMatchObject({
      status: 405,
      allow: "GET",
      body: error,
    });
    expect(await at("/embeddings", { method: "POST", body: "{}" })).toMatchObject({ status: 404, body: error });
    for (const body of ["{", "[]", "null", '"x"'])
      expect(await at("/chat/completions", { method: "POST", body })).toMatchObject({ status: 400, body: error });
    const large = JSON.stringify({ messages: user("x".repeat(1_100_000)) });
    expect(await at("/chat/completions", { method: "POST", body: large })).toMatchObject({
      status: 413,
      body: { error: { code: "too_large", message: expect.stringContaining("larger than 1 MB") } },
    });
  });
});

describe("a completion that is kept", () => {
  it("stands on the web as a conversation, goes on by its id, and its cost counts once", async () => {
    const mark = randomUUID();
    const { data, response } = await openai.chat.completions
      .create({
        model: MODEL,
        store: true,
        temperature: 0.1,
        messages: [
          { role: "developer", content: "Be kind." },
          ...user("I keep bees."),
          { role: "assistant", content: "How many hives?" },
          ...user(`Three. ${mark} ${FAST}`),
        ],
      })
      .withResponse();
    const conversationId = response.headers.get("x-procode-conversation-id") ?? "";
    expect(data).toMatchObject({ metadata: { conversation_id: conversationId } });
    const first = callOf(mark);
    const sent = first?.accepted.messages ?? [];
    expect(sent.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
    expect(sent[0]?.content).toContain("Be kind.");

    const second = await openai.chat.completions.create({
      model: "auto",
      messages: user(`What do I keep? ${mark}? ${FAST}`),
      metadata: { conversation_id: conversationId },
      stream: true,
    });
    const { text, chunks } = await textOf(second);
    expect(chunks[0]).toMatchObject({ metadata: { conversation_id: conversationId }, model: MODEL });
    expect(callOf(`${mark}?`)?.accepted.messages?.map(({ content }) => content)).toEqual(
      expect.arrayContaining(["I keep bees.", "How many hives?", data.choices[0]?.message.content]),
    );

    const conversation = await ada.ask<Conversation>("conversations.get", { conversationId });
    expect(conversation).toMatchObject({ title: "I keep bees", channels: ["api"], model: MODEL });
    const spent = [first, callOf(`${mark}?`)].reduce((sum, call) => sum + Number(call?.ended?.costUsd), 0);
    expect(Number(conversation.costUsd)).toBeCloseTo(spent, 12);
    const { messages } = await ada.ask<MessagePage>("conversations.messages", { conversationId });
    expect(messages.map(({ role, status }) => [role, status])).toEqual(
      ["assistant", "user", "assistant", "user", "assistant", "user"].map((role) => [role, "complete"]),
    );
    expect(messages[0]).toMatchObject({ text, channel: "api" });
  });

  it("is one conversation and one call for the same Idempotency-Key, also at the same moment", async () => {
    const mark = randomUUID();
    const body = {
      model: MODEL,
      store: true,
      messages: user(`Once. ${mark} [[sandbox first=50 interval=5 tokens=20]]`),
    };
    const headers = { "Idempotency-Key": mark };
    const answers = await Promise.all([1, 2, 3].map(() => openai.chat.completions.create(body, { headers })));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(new Set(answers.map(({ choices }) => choices[0]?.message.content)).size).toBe(1);
    expect(
      sandbox.log.calls().filter(({ accepted }) => accepted.messages?.at(-1)?.content.includes(mark)),
    ).toHaveLength(1);
  });

  it("fails with the provider's reason before the first word, and is kept as failed", async () => {
    const failure = await failureOf(
      openai.chat.completions.create({
        model: MODEL,
        store: true,
        messages: user("Busy [[sandbox error=429 retry-after=7]]"),
        stream: true,
      }),
    );
    expect(failure).toMatchObject({ status: 429, code: "rate_limit_exceeded" });
    expect(failure.headers?.get("retry-after")).toBe("7");
  });

  it("stops when its client leaves, unless it brought a key to come back with", async () => {
    for (const headers of [{}, { "Idempotency-Key": randomUUID() }]) {
      const mark = randomUUID();
      const { data: stream, response } = await openai.chat.completions
        .create(
          {
            model: MODEL,
            store: true,
            stream: true,
            messages: user(`Go on. ${mark} [[sandbox first=5 interval=10 tokens=120]]`),
          },
          { headers },
        )
        .withResponse();
      for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
      const end = "Idempotency-Key" in headers ? "finished" : "aborted";
      await vi.waitFor(() => expect(callOf(mark)?.ended?.end).toBe(end), { timeout: 10_000, interval: 20 });
      const conversationId = response.headers.get("x-procode-conversation-id");
      await vi.waitFor(
        async () => {
          const { messages } = await ada.ask<MessagePage>("conversations.messages", { conversationId });
          expect(messages[0]?.status).toBe(end === "finished" ? "complete" : "stopped");
        },
        { timeout: 10_000, interval: 100 },
      );
    }
  });

  it("never goes on with another person's conversation", async () => {
    const sent = await grace.send(`Mine. ${FAST}`);
    await grace.follow(sent.generationId);
    const theirs = { metadata: { conversation_id: sent.conversationId } };
    const failure = await failureOf(openai.chat.completions.create({ model: MODEL, messages: user("Hi"), ...theirs }));
    expect(failure).toMatchObject({ status: 404 });
    const { messages } = await grace.ask<MessagePage>("conversations.messages", {
      conversationId: sent.conversationId,
    });
    expect(messages).toHaveLength(2);
  });
});

describe("who may come in", () => {
  const post = (headers: Record<string, string>, by: Browserless | null = null) => {
    const init = {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ messages: user(`Hi ${FAST}`) }),
    };
    return by ? by.request("/api/v1/chat/completions", init) : fetch(`${product.url}/api/v1/chat/completions`, init);
  };

  it("a key with the scope, by either header, and no other", async () => {
    const { key } = await newKey(ada, ["chat"]);
    expect((await post({ "x-api-key": key })).status).toBe(200);
    expect((await clientOf(key).models.list()).data.length).toBeGreaterThan(1);
    const lacking = await newKey(ada, ["read", "manage"]);
    expect(
      await failureOf(clientOf(lacking.key).chat.completions.create({ model: MODEL, messages: user("Hi") })),
    ).toMatchObject({
      status: 403,
      code: "key_lacks_scope",
      message: expect.stringContaining('"chat"'),
    });
    const manager = clientOf((await newKey(ada, ["manage"])).key);
    expect(await failureOf(manager.models.list())).toMatchObject({ status: 403, code: "key_lacks_scope" });
    expect(await failureOf(clientOf("sk-something").models.list())).toMatchObject({
      status: 401,
      code: "invalid_api_key",
    });
    expect((await post({})).status).toBe(401);
  });

  it("a browser that is signed in, from our own pages only", async () => {
    expect((await post({}, ada)).status).toBe(200);
    expect((await post({ origin: "https://evil.example" }, ada)).status).toBe(403);
    expect((await post({ origin: "https://evil.example", "x-api-key": "bogus" }, ada)).status).toBe(401);
  });

  it("no key any more once it is revoked: at every procedure and here, from the next request on", async () => {
    const { key, id } = await newKey(ada, ["chat", "read", "manage"]);
    const client = clientOf(key);
    await client.models.list();
    await ada.ask("account.apiKeys.revoke", { keyId: id }, "mutation");
    expect(await failureOf(client.models.list())).toMatchObject({ status: 401 });
    const ids = { conversationId: randomUUID(), messageId: randomUUID(), generationId: randomUUID() };
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    const swept = probes().filter(({ type }) => type !== "subscription");
    expect(swept.length).toBeGreaterThan(20);
    for (const [index, { path, type }] of swept.entries()) {
      const url = `${product.url}/api/trpc/${path}`;
      // Each from an address of its own: one that tries fifty wrong keys is told to wait.
      const from = { ...headers, "x-forwarded-for": `10.9.0.${index + 1}` };
      const response =
        type === "query"
          ? await fetch(`${url}?input=${encodeURIComponent(JSON.stringify(ids))}`, { headers: from })
          : await fetch(url, { method: "POST", headers: from, body: JSON.stringify(ids) });
      expect([path, response.status]).toEqual([path, 401]);
    }
  });
});

it("counts exactly what the provider billed, for kept and loose completions alike", async () => {
  await vi.waitFor(
    async () => {
      const [mine, hers] = [await usageOf(ada), await usageOf(grace)];
      expect([mine.costUnknown, hers.costUnknown]).toEqual([0, 0]);
      expect(Number(mine.costUsd) + Number(hers.costUsd)).toBeCloseTo(Number(sandbox.log.billed().totalUsd), 12);
    },
    { timeout: 60_000, interval: 500 },
  );
});

it("never writes a key down", () => {
  expect(keys.length).toBeGreaterThan(5);
  for (const key of keys) expect(product.output()).not.toContain(key.slice(0, 12));
});
