import { describe, expect, it } from "vitest";
import { findModels } from "./find-models.ts";
import type { ModelRow } from "./model-row.ts";

const row = (id: string, change: Partial<ModelRow> = {}): ModelRow => ({
  id,
  name: id,
  vendor: "Vendor",
  contextTokens: 1_000,
  promptUsdPerMillion: 1,
  completionUsdPerMillion: 1,
  inputs: ["text"],
  free: false,
  demo: false,
  publishedMs: 0,
  ...change,
});
const ids = (rows: ModelRow[]) => rows.map(({ id }) => id);

describe("findModels", () => {
  const rows = [
    row("b/sonnet", {
      name: "Claude Sonnet",
      vendor: "Anthropic",
      inputs: ["text", "image"],
      promptUsdPerMillion: 3,
      completionUsdPerMillion: 15,
    }),
    row("a/llama", {
      name: "Llama",
      free: true,
      promptUsdPerMillion: 0,
      completionUsdPerMillion: 0,
      contextTokens: 9_000,
    }),
  ];
  it("finds all the words anywhere, in any order", () => {
    expect(ids(findModels(rows, { words: "sonnet ANTHROPIC", filter: "all", sort: "popular" }))).toEqual(["b/sonnet"]);
  });
  it("filters by what a model reads and by price", () => {
    expect(ids(findModels(rows, { words: "", filter: "image", sort: "popular" }))).toEqual(["b/sonnet"]);
    expect(ids(findModels(rows, { words: "", filter: "free", sort: "popular" }))).toEqual(["a/llama"]);
  });
  it("orders without touching the catalogue", () => {
    expect(ids(findModels(rows, { words: "", filter: "all", sort: "price" }))).toEqual(["a/llama", "b/sonnet"]);
    expect(ids(findModels(rows, { words: "", filter: "all", sort: "context" }))).toEqual(["a/llama", "b/sonnet"]);
    expect(ids(findModels(rows, { words: "", filter: "all", sort: "popular" }))).toEqual(["b/sonnet", "a/llama"]);
  });
});
