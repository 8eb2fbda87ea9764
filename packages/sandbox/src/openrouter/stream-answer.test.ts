import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, askForChunks, chunksOf, dataOf, firstEnd, get, textOf } from "../testing/ask.ts";
import { createOpenRouterSandbox, type OpenRouterSandbox } from "./create-openrouter-sandbox.ts";

let sandbox: OpenRouterSandbox;
beforeEach(async () => {
  sandbox = await createOpenRouterSandbox({ defaults: { firstMs: 0, intervalMs: 0 }, generationDelayMs: 0 });
});
afterEach(() => sandbox.close());

test("error-chunk: an error in mid-stream under HTTP 200, and what was sent is billed", async () => {
  const response = await ask(sandbox, "[[sandbox break=error-chunk after=2 tokens=9]]", { model: "openai/gpt-5" });
  const body = await response.text();
  const chunks = chunksOf(body);
  expect(response.status).toBe(200);
  expect(textOf(chunks)).toBe("the quick ");
  expect(chunks.at(-1)).toMatchObject({ error: { code: 502 }, choices: [{ finish_reason: "error" }] });
  expect(body).not.toContain("[DONE]");
  expect(await firstEnd(sandbox)).toMatchObject({
    end: "broken",
    reason: "error-chunk",
    completionTokens: 2,
    text: "the quick ",
  });
});

test("eof: the body ends cleanly without finish, usage or [DONE]", async () => {
  const body = await (await ask(sandbox, "[[sandbox break=eof after=2 tokens=9]]")).text();
  expect(body).not.toMatch(/\[DONE\]|"usage"|"finish_reason":"/);
  expect(await firstEnd(sandbox)).toMatchObject({ end: "broken", reason: "eof", completionTokens: 2 });
});

test("cut: the socket dies in mid-stream", async () => {
  const response = await ask(sandbox, "[[sandbox break=cut after=2 tokens=9 interval=5]]");
  await expect(response.text()).rejects.toThrow();
  expect(await firstEnd(sandbox)).toMatchObject({ end: "broken", reason: "cut", completionTokens: 2 });
});

test("stall: silence after the tokens, until the client leaves", async () => {
  const leave = new AbortController();
  const response = await ask(sandbox, "[[sandbox break=stall after=2 tokens=9]]", { signal: leave.signal });
  const reader = response.body?.getReader();
  let got = "";
  while (!got.includes("quick")) got += new TextDecoder().decode((await reader?.read())?.value);
  expect(sandbox.log.entries().some(({ type }) => type === "ended")).toBe(false);
  leave.abort();
  expect(await firstEnd(sandbox)).toMatchObject({ end: "aborted", completionTokens: 2 });
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
  const end = await firstEnd(sandbox);
  expect(Date.parse(end.at) - leftAt).toBeLessThan(500);
  expect(end).toMatchObject({ end: "aborted", reason: "the client left" });
  expect(end.completionTokens).toBeLessThan(1_000);
  const data = await dataOf(await get(sandbox, `/generation?id=${response.headers.get("x-generation-id")}`));
  expect(data).toMatchObject({
    cancelled: true,
    streamed: true,
    finish_reason: null,
    tokens_completion: end.completionTokens,
  });
  expect(data.total_cost).toBe(Number(end.costUsd));
});

test("200 streams at once each get their whole answer, and the bill counts every token", async () => {
  const texts = await Promise.all(
    Array.from({ length: 200 }, async () =>
      textOf(await askForChunks(sandbox, "[[sandbox interval=10 tokens=40]]", { model: "openai/gpt-5" })),
    ),
  );
  expect(new Set(texts).size).toBe(1);
  expect(texts[0]).toMatch(/^the quick .* 10 .* 20 .* 30 .* 40 $/);
  expect(sandbox.log.billed()).toMatchObject({ calls: 200, completionTokens: 8_000 });
});
