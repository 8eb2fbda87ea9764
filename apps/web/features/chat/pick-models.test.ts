import { describe, expect, it } from "vitest";
import { pickModels, vendorOf } from "./pick-models.ts";

const model = (
  id: string,
  name: string,
  more: Partial<{ free: boolean; inputs: string[]; contextTokens: number }> = {},
) => ({ id, name, free: false, inputs: ["text"], contextTokens: 100_000, ...more });
const models = [
  model("anthropic/claude-haiku-4.5", "Anthropic: Claude Haiku 4.5", { inputs: ["text", "image"] }),
  model("google/gemini-2.5-flash", "Google: Gemini 2.5 Flash", { contextTokens: 1_000_000 }),
  model("meta/llama:free", "Meta: Llama (free)", { free: true }),
];
const wish = { query: "", filter: "all", tokens: 0, chosenId: null } as const;
const ids = (found: { id: string }[]) => found.map(({ id }) => id);

describe("the model picker", () => {
  it("finds by words in any order, in name and id", () => {
    expect(ids(pickModels(models, { ...wish, query: "  4.5 CLAUDE " }))).toEqual(["anthropic/claude-haiku-4.5"]);
    expect(pickModels(models, { ...wish, query: "gpt" })).toEqual([]);
  });
  it("puts the chosen one first and loses none", () => {
    expect(ids(pickModels(models, { ...wish, chosenId: "meta/llama:free" }))).toEqual([
      "meta/llama:free",
      "anthropic/claude-haiku-4.5",
      "google/gemini-2.5-flash",
    ]);
  });
  it("filters by price, sight and room", () => {
    expect(ids(pickModels(models, { ...wish, filter: "free" }))).toEqual(["meta/llama:free"]);
    expect(ids(pickModels(models, { ...wish, filter: "image" }))).toEqual(["anthropic/claude-haiku-4.5"]);
    expect(ids(pickModels(models, { ...wish, filter: "fits", tokens: 200_000 }))).toEqual(["google/gemini-2.5-flash"]);
  });
  it("names the vendor", () => {
    expect(vendorOf({ id: "anthropic/x", name: "Anthropic: X" })).toBe("Anthropic");
    expect(vendorOf({ id: "procode/demo", name: "Demo model" })).toBe("PROCODE");
  });
});
