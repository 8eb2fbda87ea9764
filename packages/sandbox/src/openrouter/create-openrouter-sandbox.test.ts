import { afterEach, beforeEach, expect, test } from "vitest";
import type { CallEnded, LogEntry } from "../log/log-entry.ts";
import { ask, type Chunk, chunksOf, dataOf, textOf } from "../testing/ask.ts";
import { createOpenRouterSandbox, type OpenRouterSandbox } from "./create-openrouter-sandbox.ts";

let sandbox: OpenRouterSandbox;
beforeEach(async () => {
  sandbox = await createOpenRouterSandbox({ defaults: { firstMs: 0, intervalMs: 0 }, generationDelayMs: 0 });
});
afterEach(() => sandbox.close());

async function stream(text: string, options?: Parameters<typeof ask>[2]): Promise<Chunk[]> {
  return chunksOf(await (await ask(sandbox, text, options)).text());
}

async function get(
  path: string,
  headers: Record<string, string> = { authorization: "Bearer mock_key" },
): Promise<Response> {
  return fetch(`${sandbox.url}${path}`, { headers });
}

function ended(): Promise<CallEnded> {
  return sandbox.log.waitFor((entry) => entry.type === "ended").then(asEnded);
}

function asEnded(entry: LogEntry): CallEnded {
  if (entry.type !== "ended") throw new Error(`Not an end but ${entry.type}.`);
  return entry;
}

test("a stream is OpenRouter's: comment, role, text, finish, usage with its cost, [DONE]", async () => {
  const response = await ask(sandbox, "[[sandbox tokens=3]]", { model: "anthropic/claude-sonnet-4.5" });
  const body = await response.text();
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(body.startsWith(": OPENROUTER PROCESSING\n\n")).toBe(true);
  expect(body.endsWith("data: [DONE]\n\n")).toBe(true);
  const chunks = chunksOf(body);
  expect(chunks[0]).toMatchObject({
    id: response.headers.get("x-generation-id"),
    object: "chat.completion.chunk",
    model: "anthropic/claude-sonnet-4.5",
    provider: "Anthropic",
    choices: [{ delta: { role: "assistant", content: "" }, finish_reason: null }],
  });
  expect(chunks[0]?.id).toMatch(/^gen-\d{10}-[A-Za-z0-9]{20}$/);
  expect(textOf(chunks)).toBe("the quick brown ");
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("stop");
  // 20 characters are 5 tokens and 4 for the message; 9 × $3 and 3 × $15 a million.
  expect(chunks.at(-1)?.usage).toMatchObject({
    prompt_tokens: 9,
    completion_tokens: 3,
    total_tokens: 12,
    cost: 0.000072,
  });
});

test("usage comes only when it is asked for, in either way, and not when a script withholds it", async () => {
  const usages = async (text: string, options: Parameters<typeof ask>[2]) =>
    (await stream(text, options)).filter((chunk) => chunk.usage).length;
  expect(await usages("[[sandbox tokens=1]]", { usage: false })).toBe(0);
  expect(
    await usages("[[sandbox tokens=1]]", { usage: false, more: { stream_options: { include_usage: true } } }),
  ).toBe(1);
  expect(await usages("[[sandbox tokens=1 no-usage]]", {})).toBe(0);
});

test("without stream the same answer is one body", async () => {
  const response = await ask(sandbox, "[[sandbox tokens=2]]", { stream: false });
  expect(await response.json()).toMatchObject({
    object: "chat.completion",
    choices: [{ message: { role: "assistant", content: "the quick " }, finish_reason: "stop" }],
    usage: { completion_tokens: 2, cost: 0 },
  });
});

test("max_tokens cuts the answer off and says so", async () => {
  const chunks = await stream("[[sandbox tokens=9]]", { more: { max_tokens: 2 } });
  expect(textOf(chunks)).toBe("the quick ");
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("length");
});

test("echo gives the last message back to the byte, also when the bytes are cut inside characters", async () => {
  const text = '[[sandbox echo split-utf8]] Zażółć "gęślą" \\ jaźń 👩‍👩‍👧‍👦 🇵🇱\n\nend\u2028';
  expect(textOf(await stream(text))).toBe(text);
  const parts: string[] = [];
  const response = await ask(sandbox, `[[sandbox echo split-utf8 interval=10]] ${"🐢 ".repeat(30)}`);
  for await (const bytes of response.body ?? []) parts.push(new TextDecoder().decode(bytes));
  expect(parts.join("")).toContain("\uFFFD");
});

test("content parts are read like a text", async () => {
  const content = [
    { type: "text", text: "[[sandbox echo]] a" },
    { type: "image_url", image_url: { url: "data:" } },
  ];
  expect(textOf(await stream("", { messages: [{ role: "user", content }] }))).toBe("[[sandbox echo]] a");
});

test("tokens come at the script's pace", async () => {
  await stream("[[sandbox first=80 interval=20 tokens=6]]");
  const { firstTokenMs, totalMs } = await ended();
  expect(firstTokenMs).toBeGreaterThanOrEqual(79);
  expect(totalMs).toBeGreaterThanOrEqual(178);
});

test.each([
  [401, "User not found."],
  [402, "Insufficient credits"],
  [500, "Internal Server Error"],
  [502, "Provider returned error"],
  [503, "no available model provider"],
])("error=%i is an error body with that status, and costs nothing", async (status, words) => {
  const response = await ask(sandbox, `[[sandbox error=${status}]]`);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: { code: status, message: expect.stringContaining(words) } });
  expect(sandbox.log.entries()).toMatchObject([{ type: "refused", status, model: "procode/demo" }]);
  expect(sandbox.log.calls()).toEqual([]);
});

test("error=429 carries Retry-After", async () => {
  const response = await ask(sandbox, "[[sandbox error=429 retry-after=7]]");
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "7"]);
  await response.text();
});

test("error-chunk: an error in mid-stream under HTTP 200, and what was sent is billed", async () => {
  const response = await ask(sandbox, "[[sandbox break=error-chunk after=2 tokens=9]]", { model: "openai/gpt-5" });
  const body = await response.text();
  const chunks = chunksOf(body);
  expect(response.status).toBe(200);
  expect(textOf(chunks)).toBe("the quick ");
  expect(chunks.at(-1)).toMatchObject({ error: { code: 502 }, choices: [{ finish_reason: "error" }] });
  expect(body).not.toContain("[DONE]");
  expect(await ended()).toMatchObject({
    end: "broken",
    reason: "error-chunk",
    completionTokens: 2,
    text: "the quick ",
  });
});

test("eof: the body ends cleanly without finish, usage or [DONE]", async () => {
  const body = await (await ask(sandbox, "[[sandbox break=eof after=2 tokens=9]]")).text();
  expect(body).not.toMatch(/\[DONE\]|"usage"|"finish_reason":"/);
  expect(await ended()).toMatchObject({ end: "broken", reason: "eof", completionTokens: 2 });
});

test("cut: the socket dies in mid-stream", async () => {
  const response = await ask(sandbox, "[[sandbox break=cut after=2 tokens=9 interval=5]]");
  await expect(response.text()).rejects.toThrow();
  expect(await ended()).toMatchObject({ end: "broken", reason: "cut", completionTokens: 2 });
});

test("stall: silence after the tokens, until the client leaves", async () => {
  const leave = new AbortController();
  const response = await ask(sandbox, "[[sandbox break=stall after=2 tokens=9]]", { signal: leave.signal });
  const reader = response.body?.getReader();
  let got = "";
  while (!got.includes("quick")) got += new TextDecoder().decode((await reader?.read())?.value);
  expect(sandbox.log.entries().some(({ type }) => type === "ended")).toBe(false);
  leave.abort();
  expect(await ended()).toMatchObject({ end: "aborted", completionTokens: 2 });
});

test("an abort stops the answer at once, bills what was sent, and GET /generation knows it", async () => {
  const leave = new AbortController();
  const response = await ask(sandbox, "[[sandbox first=0 interval=10 tokens=100000]]", {
    model: "openai/gpt-5",
    signal: leave.signal,
  });
  await response.body?.getReader().read();
  const leftAt = Date.now();
  leave.abort();
  const end = await ended();
  expect(Date.parse(end.at) - leftAt).toBeLessThan(500);
  expect(end).toMatchObject({ end: "aborted", reason: "the client left" });
  expect(end.completionTokens).toBeLessThan(1_000);
  const data = await dataOf(await get(`/generation?id=${response.headers.get("x-generation-id")}`));
  expect(data).toMatchObject({
    cancelled: true,
    streamed: true,
    finish_reason: null,
    tokens_completion: end.completionTokens,
  });
  expect(data.total_cost).toBe(Number(end.costUsd));
});

test("GET /generation serves a call late, and only then", async () => {
  sandbox.control.setGenerationDelay(300);
  const [first] = await stream("[[sandbox tokens=3]]", { model: "openai/gpt-5" });
  expect((await get(`/generation?id=${first?.id}`)).status).toBe(404);
  await expect.poll(async () => (await get(`/generation?id=${first?.id}`)).status).toBe(200);
  const data = await dataOf(await get(`/generation?id=${first?.id}`));
  expect(data).toMatchObject({
    id: first?.id,
    model: "openai/gpt-5",
    provider_name: "OpenAI",
    finish_reason: "stop",
    cancelled: false,
    native_tokens_completion: 3,
  });
  expect((await get("/generation?id=gen-unknown")).status).toBe(404);
});

test("the bill is the exact sum of the calls, over HTTP too", async () => {
  for (let count = 0; count < 10; count += 1)
    await stream("[[sandbox tokens=7]]", { model: "cohere/command-r7b-12-2024" });
  // 9 × $0.0375 and 7 × $0.15 a million, ten times; doubles would give 0.000013874999999999999.
  const billed = { totalUsd: "0.000013875", calls: 10, promptTokens: 90, completionTokens: 70 };
  expect(sandbox.log.billed()).toEqual(billed);
  expect(await (await fetch(`${sandbox.origin}/billed`)).json()).toEqual(billed);
  expect(await dataOf(await get("/credits"))).toMatchObject({ total_usage: 0.000013875 });
  expect(await dataOf(await get("/key"))).toMatchObject({ usage: 0.000013875 });
});

test("the log says what came and what it became, and cannot be changed", async () => {
  await stream("[[sandbox tokens=1]] hello");
  const [accepted, end] = sandbox.log.entries();
  expect(accepted).toMatchObject({
    seq: 1,
    type: "accepted",
    messages: [{ role: "user", content: "[[sandbox tokens=1]] hello" }],
  });
  expect(accepted).toHaveProperty("bodySha256", expect.stringMatching(/^[0-9a-f]{64}$/));
  expect(end).toMatchObject({ seq: 2, type: "ended", end: "finished", text: "the " });
  expect(() => Object.assign(end ?? {}, { costUsd: "9" })).toThrow();
  expect(await (await fetch(`${sandbox.origin}/log?after=1`)).json()).toEqual({ entries: [end] });
});

test("keys: none and bad ones are 401, a poor one 402, others are good", async () => {
  const status = async (key: string | null) => {
    const response = await ask(sandbox, "[[sandbox tokens=1]]", { key });
    await response.text();
    return response.status;
  };
  expect([
    await status(null),
    await status("bad_key"),
    await status("poor_key"),
    await status("mock_key"),
    await status("sk-or-v1-x"),
  ]).toEqual([401, 401, 402, 200, 200]);
  expect((await get("/key", {})).status).toBe(401);
});

test("bad input is a clear 400, and the sandbox goes on", async () => {
  const send = async (body: string) => {
    const response = await fetch(`${sandbox.url}/chat/completions`, {
      method: "POST",
      headers: { authorization: "Bearer x" },
      body,
    });
    return [response.status, Object(await response.json()).error.message];
  };
  expect(await send("{")).toEqual([400, "Invalid JSON body"]);
  expect(await send("[]")).toEqual([400, "Invalid JSON body"]);
  expect(await send('{"model":"procode/demo"}')).toEqual([400, expect.stringContaining("messages")]);
  expect(await send('{"model":"no/such","messages":[{"role":"user","content":"x"}]}')).toEqual([
    400,
    "no/such is not a valid model ID",
  ]);
  expect(await send('{"model":"procode/demo","messages":[7]}')).toEqual([400, expect.stringContaining("messages.0")]);
  expect(await send('{"model":"procode/demo","messages":[{"role":"user","content":"[[sandbox oops]]"}]}')).toEqual([
    400,
    expect.stringContaining("oops"),
  ]);
  const long = { model: "openai/gpt-4", messages: [{ role: "user", content: "x".repeat(200_000) }] };
  expect(await send(JSON.stringify(long))).toEqual([400, expect.stringContaining("maximum context length is 8191")]);
  expect((await get("/nothing")).status).toBe(404);
  expect((await stream("[[sandbox tokens=1]]")).length).toBeGreaterThan(0);
});

test("rules set over HTTP change the next calls", async () => {
  const set = (change: object) => fetch(`${sandbox.origin}/control`, { method: "POST", body: JSON.stringify(change) });
  expect((await set({ next: { script: { error: 503 }, times: 1 } })).status).toBe(200);
  const statuses = [];
  for (let count = 0; count < 2; count += 1) {
    const response = await ask(sandbox, "[[sandbox tokens=1]]");
    await response.text();
    statuses.push(response.status);
  }
  expect(statuses).toEqual([503, 200]);
  expect((await set({ next: { script: { eror: 503 } } })).status).toBe(400);
});

test("a seed makes the ids repeat, apart from their second", async () => {
  const ids = [];
  for (let count = 0; count < 2; count += 1) {
    const seeded = await createOpenRouterSandbox({ seed: 7, defaults: { firstMs: 0, intervalMs: 0 } });
    const response = await ask(seeded, "[[sandbox tokens=1]]");
    await response.text();
    ids.push(response.headers.get("x-generation-id")?.slice(-20));
    await seeded.close();
  }
  expect(ids[0]).toBe(ids[1]);
});

test("GET /models needs no key and serves the catalogue", async () => {
  const models = Object.values(await dataOf(await get("/models", {})));
  expect([models.length, models[0]]).toEqual([350, expect.objectContaining({ id: "procode/demo" })]);
});

test("close ends streams that are under way, and their ends are in the log", async () => {
  const response = await ask(sandbox, "[[sandbox interval=10 tokens=100000]]");
  await sandbox.close();
  await expect(response.text()).rejects.toThrow();
  expect(sandbox.log.entries().at(-1)).toMatchObject({ type: "ended", end: "aborted" });
  sandbox = await createOpenRouterSandbox();
});
