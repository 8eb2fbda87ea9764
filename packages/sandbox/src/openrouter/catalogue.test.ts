import { expect, test } from "vitest";
import { parseUsd } from "../usd.ts";
import { createCatalogue } from "./catalogue.ts";
import { CATALOGUE_VENDORS } from "./catalogue-vendors.ts";

const models = createCatalogue();

test("the catalogue has 350 different models, the same at every start, and begins with the free demo model", () => {
  expect(new Set(models.map(({ id }) => id)).size).toBe(350);
  expect(createCatalogue()).toEqual(models);
  expect(models[0]).toMatchObject({
    id: "procode/demo",
    name: "Demo model",
    pricing: { prompt: "0", completion: "0" },
  });
});

test("models that people look for are there, at prices a token", () => {
  const find = (id: string) => models.find((model) => model.id === id);
  expect(find("anthropic/claude-sonnet-4.5")).toMatchObject({
    name: "Anthropic: Claude Sonnet 4.5",
    pricing: { prompt: "0.000003", completion: "0.000015" },
    architecture: { input_modalities: ["text", "image", "file"], output_modalities: ["text"] },
    top_provider: { max_completion_tokens: 64_000 },
  });
  expect(find("openai/gpt-5")?.context_length).toBe(400_000);
  expect(find("google/gemini-2.5-flash")?.architecture.input_modalities).toContain("video");
  expect(find("deepseek/deepseek-chat-v3-0324:free")?.pricing.completion).toBe("0");
});

test("every row was read: prices are plain decimals, numbers are whole, vendors have names", () => {
  for (const model of models) {
    for (const price of Object.values(model.pricing)) expect(() => parseUsd(price), model.id).not.toThrow();
    expect(
      Number.isInteger(model.created) && model.context_length > 0 && Number.isInteger(model.context_length),
      model.id,
    ).toBe(true);
    if (model.id !== "procode/demo") expect(CATALOGUE_VENDORS, model.id).toHaveProperty([model.id.split("/")[0] ?? ""]);
  }
});
