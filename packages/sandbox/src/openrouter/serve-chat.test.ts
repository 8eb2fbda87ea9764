import { afterEach, beforeEach, expect, test } from "vitest";
import { type Ask, ask, askForChunks, chunksOf, firstEnd, textOf } from "../testing/ask.ts";
import { createOpenRouterSandbox, type OpenRouterSandbox } from "./create-openrouter-sandbox.ts";

let sandbox: OpenRouterSandbox;
beforeEach(async () => {
  sandbox = await createOpenRouterSandbox({ defaults: { firstMs: 0, intervalMs: 0 }, generationDelayMs: 0 });
});
afterEach(() => sandbox.close());

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
  const usages = async (text: string, options: Ask) =>
    (await askForChunks(sandbox, text, options)).filter((chunk) => chunk.usage).length;
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

test.each([
  ["fox", "the quick brown "],
  [["never said", "ick"], "the qu"],
  ["the quick", ""],
  ["never said", "the quick brown fox jumps "],
])("stop %j ends the answer before it, as a whole one", async (stop, text) => {
  const chunks = await askForChunks(sandbox, "[[sandbox tokens=5]]", { more: { stop } });
  expect(textOf(chunks)).toBe(text);
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("stop");
});

test("max_tokens cuts the answer off and says so", async () => {
  const chunks = await askForChunks(sandbox, "[[sandbox tokens=9]]", { more: { max_tokens: 2 } });
  expect(textOf(chunks)).toBe("the quick ");
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("length");
});

test("echo gives the last message back to the byte, also when the bytes are cut inside characters", async () => {
  const text = '[[sandbox echo split-utf8]] Zażółć "gęślą" \\ jaźń 👩‍👩‍👧‍👦 🇵🇱\n\nend\u2028';
  expect(textOf(await askForChunks(sandbox, text))).toBe(text);
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
  expect(textOf(await askForChunks(sandbox, "", { messages: [{ role: "user", content }] }))).toBe("[[sandbox echo]] a");
});

test("tokens come at the script's pace", async () => {
  await askForChunks(sandbox, "[[sandbox first=80 interval=20 tokens=6]]");
  const { firstTokenMs, totalMs } = await firstEnd(sandbox);
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
