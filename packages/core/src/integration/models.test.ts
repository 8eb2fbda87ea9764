import { describe, expect, it } from "vitest";
import { createTestContext, testModel } from "../testing/index.ts";
import { chooseModel } from "./choose-model.ts";
import { getModel } from "./get-model.ts";
import { listModels } from "./list-models.ts";

const catalogue = [
  testModel("a/cheap", { name: "Cheap", promptUsdPerMillion: 0, completionUsdPerMillion: 0, free: true }),
  testModel("b/eyes", {
    name: "Eyes",
    inputs: ["text", "image"],
    contextTokens: 200_000,
    publishedAt: new Date("2026-05-01"),
  }),
  testModel("c/dear", { name: "Dear Claude", promptUsdPerMillion: 15, completionUsdPerMillion: 75 }),
];

async function person() {
  const ctx = await createTestContext().newPerson();
  ctx.models.catalogue = catalogue;
  return ctx;
}

describe("listModels", () => {
  it.each([
    ["everything, as the provider orders it", {}, ["a/cheap", "b/eyes", "c/dear"]],
    ["what costs nothing", { freeOnly: true }, ["a/cheap"]],
    ["what sees pictures", { input: "image" as const }, ["b/eyes"]],
    ["all words, in name or id", { query: "claude dear" }, ["c/dear"]],
    ["the cheapest first", { sort: "price" as const }, ["a/cheap", "b/eyes", "c/dear"]],
    ["the longest context first", { sort: "context" as const }, ["b/eyes", "a/cheap", "c/dear"]],
    ["the newest first", { sort: "newest" as const }, ["b/eyes", "a/cheap", "c/dear"]],
    ["by name", { sort: "name" as const }, ["a/cheap", "c/dear", "b/eyes"]],
  ])("shows %s", async (_, input, ids) => {
    const list = await listModels(await person(), { freeOnly: false, sort: "popular", ...input });
    expect(list.models.map(({ id }) => id)).toEqual(ids);
    expect(list).toMatchObject({ total: 3, stale: false });
  });
});

describe("chooseModel", () => {
  it("keeps the person's model, gives the choice back, and tells what changed", async () => {
    const ctx = await person();
    expect(await chooseModel(ctx, { modelId: "b/eyes" })).toMatchObject({ preferredModel: "b/eyes" });
    expect(await chooseModel(ctx, { modelId: null })).toMatchObject({ preferredModel: null });
    const events = await ctx.store.asUser(ctx.userId, (tx) => tx.events.listAfter(0n, 10));
    expect(events.map(({ payload }) => payload)).toContainEqual({ userId: ctx.userId, changes: ["preferredModel"] });
  });

  it("refuses a model that nobody offers", async () => {
    await expect(chooseModel(await person(), { modelId: "no/such" })).rejects.toMatchObject({
      details: { reason: "unknown-model" },
    });
    await expect(getModel(await person(), { modelId: "no/such" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
