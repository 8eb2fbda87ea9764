import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, askForChunks, dataOf, get } from "../testing/ask.ts";
import { createOpenRouterSandbox, type OpenRouterSandbox } from "./create-openrouter-sandbox.ts";

let sandbox: OpenRouterSandbox;
beforeEach(async () => {
  sandbox = await createOpenRouterSandbox({ defaults: { firstMs: 0, intervalMs: 0 }, generationDelayMs: 0 });
});
afterEach(() => sandbox.close());

test("GET /generation serves a call late, and only then", async () => {
  sandbox.control.setGenerationDelay(300);
  const [first] = await askForChunks(sandbox, "[[sandbox tokens=3]]", { model: "openai/gpt-5" });
  expect((await get(sandbox, `/generation?id=${first?.id}`)).status).toBe(404);
  await expect.poll(async () => (await get(sandbox, `/generation?id=${first?.id}`)).status).toBe(200);
  const data = await dataOf(await get(sandbox, `/generation?id=${first?.id}`));
  expect(data).toMatchObject({
    id: first?.id,
    model: "openai/gpt-5",
    provider_name: "OpenAI",
    finish_reason: "stop",
    cancelled: false,
    native_tokens_completion: 3,
  });
  expect((await get(sandbox, "/generation?id=gen-unknown")).status).toBe(404);
});

test("the bill is the exact sum of the calls, over HTTP too", async () => {
  for (let count = 0; count < 10; count += 1)
    await askForChunks(sandbox, "[[sandbox tokens=7]]", { model: "cohere/command-r7b-12-2024" });
  // 9 × $0.0375 and 7 × $0.15 a million, ten times; doubles would give 0.000013874999999999999.
  const billed = { totalUsd: "0.000013875", calls: 10, promptTokens: 90, completionTokens: 70 };
  expect(sandbox.log.billed()).toEqual(billed);
  expect(await (await fetch(`${sandbox.origin}/billed`)).json()).toEqual(billed);
  expect(await dataOf(await get(sandbox, "/credits"))).toMatchObject({ total_usage: 0.000013875 });
  expect(await dataOf(await get(sandbox, "/key"))).toMatchObject({ usage: 0.000013875 });
});

test("the log says what came and what it became, and cannot be changed", async () => {
  await askForChunks(sandbox, "[[sandbox tokens=1]] hello");
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
  expect((await get(sandbox, "/key", null)).status).toBe(401);
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
  expect((await get(sandbox, "/nothing")).status).toBe(404);
  expect((await askForChunks(sandbox, "[[sandbox tokens=1]]")).length).toBeGreaterThan(0);
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
  const models = Object.values(await dataOf(await get(sandbox, "/models", null)));
  expect([models.length, models[0]]).toEqual([350, expect.objectContaining({ id: "procode/demo" })]);
});

test("close ends streams that are under way, and their ends are in the log", async () => {
  const response = await ask(sandbox, "[[sandbox interval=10 tokens=100000]]");
  await sandbox.close();
  await expect(response.text()).rejects.toThrow();
  expect(sandbox.log.entries().at(-1)).toMatchObject({ type: "ended", end: "aborted" });
  sandbox = await createOpenRouterSandbox();
});
