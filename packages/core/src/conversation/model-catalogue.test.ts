import { describe, expect, it } from "vitest";
import { createTestContext } from "../testing/index.ts";
import { loadCatalogue } from "./model-catalogue.ts";

const DAY_MS = 86_400_000;

describe("loadCatalogue", () => {
  it("fetches once however many ask at the same moment, and not again for a day", async () => {
    const ctx = createTestContext();
    await Promise.all(Array.from({ length: 20 }, () => loadCatalogue(ctx)));
    ctx.clock.advance(DAY_MS - 1_000);
    await loadCatalogue(ctx);
    expect(ctx.models.fetches).toBe(1);
    ctx.clock.advance(2_000);
    await loadCatalogue(ctx);
    expect(ctx.models.fetches).toBe(2);
  });

  it("goes on with the old one, and says so, while the provider is away", async () => {
    const ctx = createTestContext();
    const fresh = await loadCatalogue(ctx);
    ctx.clock.advance(2 * DAY_MS);
    ctx.models.fetchModels = async () => {
      throw new Error("away");
    };
    const old = await loadCatalogue(ctx);
    expect(old).toEqual({ models: fresh.models, fetchedAt: fresh.fetchedAt, stale: true });
    expect(old.models[0]?.publishedAt).toBeInstanceOf(Date);
  });

  it("fails when it never had one", async () => {
    const ctx = createTestContext();
    ctx.models.fetchModels = async () => {
      throw new Error("away");
    };
    await expect(loadCatalogue(ctx)).rejects.toThrow("away");
  });
});
