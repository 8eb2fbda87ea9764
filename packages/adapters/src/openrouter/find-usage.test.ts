import { expect, test } from "vitest";
import { serveWire } from "./testing/serve-wire.ts";

const json = (status: number, body: unknown) => (_: unknown, response: import("node:http").ServerResponse) => {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
};

test("the usage of an earlier call, by the model's own count and with the exact cost", async () => {
  const data = {
    id: "gen-1",
    total_cost: 1e-7,
    tokens_prompt: 10,
    tokens_completion: 20,
    native_tokens_prompt: 11,
    native_tokens_completion: 23,
  };
  await using wire = await serveWire(json(200, { data }));
  expect(await wire.provider.findUsage("gen-1&x")).toEqual({
    promptTokens: 11,
    completionTokens: 23,
    costUsd: "0.0000001",
  });
  expect(wire.requests[0]?.request.url).toBe("/api/v1/generation?id=gen-1%26x");
});

test("a call that OpenRouter does not know yet is null", async () => {
  await using wire = await serveWire(json(404, { error: { code: 404 } }));
  expect(await wire.provider.findUsage("gen-1")).toBeNull();
});

test("anything else is an error, so that the cost is asked for again", async () => {
  await using down = await serveWire(json(500, {}));
  await expect(down.provider.findUsage("gen-1")).rejects.toMatchObject({ details: { reason: "provider-down" } });
  await using odd = await serveWire(json(200, { data: "soon" }));
  await expect(odd.provider.findUsage("gen-1")).rejects.toMatchObject({ details: { reason: "provider-down" } });
});
