import { createOpenRouter } from "@openrouter/ai-sdk-provider";
import { APICallError, streamText } from "ai";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createOpenRouterSandbox, type OpenRouterSandbox } from "./create-openrouter-sandbox.ts";

// The client that the product uses: what it understands is the wire protocol that counts.
let sandbox: OpenRouterSandbox;
beforeAll(async () => {
  sandbox = await createOpenRouterSandbox({ generationDelayMs: 0 });
});
beforeEach(() => {
  sandbox.control.reset();
  sandbox.control.setDefaults({ firstMs: 0, intervalMs: 1 });
});
afterAll(() => sandbox.close());

function run(prompt: string, abortSignal?: AbortSignal) {
  const openrouter = createOpenRouter({ apiKey: "mock_key", baseURL: sandbox.url });
  const errors: unknown[] = [];
  const result = streamText({
    model: openrouter("anthropic/claude-sonnet-4.5", { usage: { include: true } }),
    prompt,
    maxRetries: 0,
    onError: ({ error }) => void errors.push(error),
    ...(abortSignal && { abortSignal }),
  });
  return { result, errors };
}

test("a stream gives its text, its id, its finish and its cost", async () => {
  const { result, errors } = run("[[sandbox echo]] Zażółć 🦆");
  expect(await result.text).toBe("[[sandbox echo]] Zażółć 🦆");
  expect(await result.finishReason).toBe("stop");
  const [call] = sandbox.log.calls().slice(-1);
  expect((await result.response).id).toBe(call?.accepted.id);
  expect((await result.providerMetadata)?.openrouter?.usage).toMatchObject({ cost: Number(call?.ended?.costUsd) });
  expect(errors).toEqual([]);
});

test("429 comes with its status and Retry-After", async () => {
  const { result, errors } = run("[[sandbox error=429 retry-after=7]]");
  await result.consumeStream();
  const [error] = errors;
  expect(APICallError.isInstance(error) && [error.statusCode, error.responseHeaders?.["retry-after"]]).toEqual([
    429,
    "7",
  ]);
});

test("an error in mid-stream comes after the text so far", async () => {
  const { result, errors } = run("[[sandbox break=error-chunk after=2 tokens=9]]");
  let text = "";
  for await (const part of result.textStream) text += part;
  expect(text).toBe("the quick ");
  expect(errors[0]).toMatchObject({ message: "Provider disconnected unexpectedly", code: 502 });
});

test("an abort closes the upstream socket within half a second", async () => {
  const stop = new AbortController();
  const { result } = run("[[sandbox interval=10 tokens=100000]]", stop.signal);
  for await (const part of result.textStream) {
    if (part !== "") break;
  }
  const stoppedAt = Date.now();
  stop.abort();
  const id = sandbox.log.calls().at(-1)?.accepted.id;
  const end = await sandbox.log.waitFor((entry) => entry.type === "ended" && entry.id === id);
  expect(end).toMatchObject({ end: "aborted" });
  expect(Date.parse(end.at) - stoppedAt).toBeLessThan(500);
});
