import { Model } from "@procode/contracts";
import { expect, test } from "vitest";
import { serveWire } from "./testing/serve-wire.ts";

const SONNET = {
  id: "anthropic/claude-sonnet-4.5",
  name: "Anthropic: Claude Sonnet 4.5",
  created: 1_759_161_676,
  description: "Words.",
  context_length: 1_000_000,
  architecture: {
    modality: "text+image->text",
    input_modalities: ["text", "image"],
    output_modalities: ["text"],
    tokenizer: "Claude",
  },
  pricing: { prompt: "0.000003", completion: "0.000015", image: "0" },
  top_provider: { context_length: 1_000_000, max_completion_tokens: 64_000, is_moderated: true },
};

const json =
  (body: unknown, status = 200) =>
  (_: unknown, response: import("node:http").ServerResponse) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };

test("a model of the catalogue in dollars per million, without a float's noise", async () => {
  const noisy = { ...SONNET, id: "noisy", pricing: { prompt: "0.00000007", completion: "0.00000110" } };
  await using wire = await serveWire(json({ data: [SONNET, noisy] }));
  const [sonnet, other] = await wire.provider.fetchModels();
  expect(sonnet).toEqual({
    id: "anthropic/claude-sonnet-4.5",
    name: "Anthropic: Claude Sonnet 4.5",
    description: "Words.",
    contextTokens: 1_000_000,
    maxOutputTokens: 64_000,
    promptUsdPerMillion: 3,
    completionUsdPerMillion: 15,
    inputs: ["text", "image"],
    outputs: ["text"],
    publishedAt: new Date("2025-09-29T16:01:16Z"),
    free: false,
    demo: false,
  });
  expect(other).toMatchObject({ promptUsdPerMillion: 0.07, completionUsdPerMillion: 1.1 });
  expect(wire.requests[0]?.request.url).toBe("/api/v1/models");
});

test("a broken entry is left out and counted; what is missing but harmless gets a plain value", async () => {
  const warned: unknown[] = [];
  const quiet = () => undefined;
  const log = {
    debug: quiet,
    info: quiet,
    warn: (_: string, fields?: object) => void warned.push(fields),
    error: quiet,
    child: () => log,
  };
  const bare = { id: "bare", context_length: 8_192, pricing: { prompt: "0", completion: "0" } };
  const variable = { ...SONNET, id: "openrouter/auto", pricing: { prompt: "-1", completion: "-1" } };
  const broken = [
    null,
    7,
    {},
    variable,
    { ...SONNET, id: "x", context_length: "many" },
    { ...SONNET, id: "y", pricing: { prompt: "free", completion: "0" } },
  ];
  await using wire = await serveWire(json({ data: [SONNET, ...broken, bare] }), { log, demo: true });
  const models = await wire.provider.fetchModels();
  expect(models.map((model) => model.id)).toEqual([SONNET.id, "bare"]);
  expect(models[1]).toMatchObject({
    name: "bare",
    description: "",
    maxOutputTokens: null,
    inputs: ["text"],
    free: true,
    demo: true,
  });
  for (const model of models) expect(Model.safeParse(model).success).toBe(true);
  expect(warned).toEqual([{ skipped: broken.length, kept: 2 }]);
});

test.each([
  ["no list at all", { models: [] }],
  ["only broken entries", { data: [{}, {}] }],
])("%s is an error, so that the old catalogue stays", async (_, body) => {
  await using wire = await serveWire(json(body));
  await expect(wire.provider.fetchModels()).rejects.toMatchObject({
    code: "UNAVAILABLE",
    details: { reason: "provider-down" },
  });
});

test("a refusal, words that are no JSON and silence each become the port's error", async () => {
  await using refused = await serveWire(json({ error: { code: 401 } }, 401));
  await expect(refused.provider.fetchModels()).rejects.toMatchObject({ details: { reason: "provider-key" } });
  await using html = await serveWire((_, response) => void response.end("<html>"));
  await expect(html.provider.fetchModels()).rejects.toMatchObject({ details: { reason: "provider-down" } });
  await using silent = await serveWire(() => undefined, { requestMs: 80 });
  await expect(silent.provider.fetchModels()).rejects.toMatchObject({ details: { reason: "provider-down" } });
});
