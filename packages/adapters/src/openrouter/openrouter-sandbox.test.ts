import { createOpenRouterSandbox, type OpenRouterSandbox } from "@procode/sandbox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSilentLog } from "../log/create-silent-log.ts";
import { createSystemClock } from "../clock/create-system-clock.ts";
import { createOpenRouterProvider } from "./create-openrouter-provider.ts";

let sandbox: OpenRouterSandbox;
const clock = createSystemClock();
const messages = (text: string) => [{ role: "user" as const, content: text }];

beforeAll(async () => {
  sandbox = await createOpenRouterSandbox({ seed: 7, defaults: { firstMs: 1, intervalMs: 1 }, generationDelayMs: 50 });
});
afterAll(() => sandbox.close());

function provider(apiKey = "mock_key", stallMs = 30_000) {
  return createOpenRouterProvider({ apiKey, baseUrl: sandbox.url, clock, log: createSilentLog(), demo: true, stallMs });
}

async function ask(text: string, { models = provider(), signal = new AbortController().signal, model = "" } = {}) {
  const name = model || (await models.fetchModels())[0]?.id || "";
  const seen = { providerId: "", text: "", usage: null as unknown, error: null as unknown };
  try {
    for await (const part of models.stream({ model: name, messages: messages(text), signal })) {
      if (part.type === "started") seen.providerId = part.providerId;
      else if (part.type === "text") seen.text += part.text;
      else seen.usage = part.usage;
    }
  } catch (error) {
    seen.error = error;
  }
  return seen;
}

test("the catalogue of 350 models is read without losing one, each marked as a demo", async () => {
  const models = await provider().fetchModels();
  expect(models.length).toBeGreaterThanOrEqual(350);
  expect(models.every(({ demo }) => demo)).toBe(true);
});

test("an answer arrives as it was billed: same id, same text, same tokens, same cost", async () => {
  const { providerId, text, usage, error } = await ask("Zażółć gęślą jaźń 日本 👨‍👩‍👧 [[sandbox echo split-utf8]]");
  expect(error).toBeNull();
  const ended = sandbox.log.find(providerId)?.ended;
  expect(text).toBe(ended?.text);
  expect(text).toContain("👨‍👩‍👧");
  expect(usage).toEqual({
    promptTokens: ended?.promptTokens,
    completionTokens: ended?.completionTokens,
    costUsd: ended?.costUsd,
  });
});

test.each([
  ["[[sandbox error=401]]", "UNAVAILABLE", "provider-key"],
  ["[[sandbox error=402]]", "UNAVAILABLE", "provider-credit"],
  ["[[sandbox error=403]]", "UNAVAILABLE", "provider-refused"],
  ["[[sandbox error=502]]", "UNAVAILABLE", "provider-down"],
  ["[[sandbox tokens=20 break=error-chunk after=5]]", "UNAVAILABLE", "provider-broke-off"],
  ["[[sandbox tokens=20 break=eof after=5]]", "UNAVAILABLE", "provider-broke-off"],
  ["[[sandbox tokens=20 break=cut after=5]]", "UNAVAILABLE", "provider-broke-off"],
  ["[[sandbox tokens=20 break=stall after=5]]", "UNAVAILABLE", "provider-stalled"],
])("%s becomes %s %s, with what came before it kept", async (directive, code, reason) => {
  const { error, text, providerId } = await ask(`hello ${directive}`, { models: provider("mock_key", 300) });
  expect(error).toMatchObject({ code, details: { reason } });
  if (!directive.includes("break")) return;
  expect(text).not.toBe("");
  await expect.poll(() => sandbox.log.find(providerId)?.ended).toBeDefined();
  const written = sandbox.log.find(providerId)?.ended?.text;
  // A dying socket may take with it what was written last; nothing else may be missing.
  if (directive.includes("break=cut")) expect(written?.startsWith(text)).toBe(true);
  else expect(text).toBe(written);
});

test("a busy provider says when to come back", async () => {
  const { error } = await ask("hello [[sandbox error=429 retry-after=7]]");
  expect(error).toMatchObject({ code: "LIMITED", details: { reason: "provider-busy", retryAfterSeconds: 7 } });
});

test("a key without credit is told apart from a key that is not accepted", async () => {
  const model = (await provider().fetchModels())[0]?.id ?? "";
  expect((await ask("x", { models: provider("bad_key"), model })).error).toMatchObject({
    details: { reason: "provider-key" },
  });
  expect((await ask("x", { models: provider("poor_key"), model })).error).toMatchObject({
    details: { reason: "provider-credit" },
  });
});

test("a stopped answer closes the socket at once, and its cost is found later by its id", async () => {
  const models = provider();
  const model = (await models.fetchModels()).find(({ free }) => !free)?.id ?? "";
  const stop = new AbortController();
  let providerId = "";
  let stoppedAt = 0;
  const reading = async () => {
    const stream = models.stream({
      model,
      messages: messages("[[sandbox tokens=5000 interval=5]]"),
      signal: stop.signal,
    });
    for await (const part of stream) {
      if (part.type === "started") providerId = part.providerId;
      if (part.type !== "text") continue;
      stoppedAt = performance.now();
      stop.abort();
    }
  };
  await expect(reading()).rejects.toMatchObject({ name: "AbortError" });
  await expect.poll(() => sandbox.log.find(providerId)?.ended, { interval: 5 }).toMatchObject({ end: "aborted" });
  expect(performance.now() - stoppedAt).toBeLessThan(500);
  await expect.poll(() => models.findUsage(providerId)).not.toBeNull();
  const ended = sandbox.log.find(providerId)?.ended;
  expect(await models.findUsage(providerId)).toEqual({
    promptTokens: ended?.promptTokens,
    completionTokens: ended?.completionTokens,
    costUsd: ended?.costUsd,
  });
  expect(await models.findUsage("gen-unknown")).toBeNull();
});
