import type { UserContext } from "@procode/contracts";
import { describe, expect, it } from "vitest";
import type { UserStore } from "../ports/store.ts";
import { createTestContext, type TestContext } from "../testing/index.ts";
import { getContext } from "./get-context.ts";
import { contextKey, keepContext, readContext, recallContext } from "./cached-context.ts";
import { updateContext } from "./update-context.ts";

describe("the user's context", () => {
  it("changes only the named fields, as the next version", async () => {
    const ctx = await createTestContext().newPerson();
    await updateContext(ctx, { name: "Ada", goals: "a half marathon" });
    const after = await updateContext(ctx, { goals: "a marathon" });
    expect(after).toMatchObject({ version: 2, profile: { name: "Ada", goals: "a marathon" } });
    expect(await getContext(ctx)).toEqual(after);
  });

  it("tells the names of what changed, never the words, and nothing when nothing did", async () => {
    const ctx = await createTestContext().newPerson();
    await updateContext(ctx, { name: "Ada", occupation: "clockmaker" });
    await updateContext(ctx, { name: "Ada" });
    const events = await ctx.store.asUser(ctx.userId, (tx) => tx.events.listAfter(0n, 10));
    const updates = events.filter(({ type }) => type === "UserContextUpdated");
    expect(updates.map(({ payload }) => payload)).toEqual([
      { userId: ctx.userId, changes: ["name", "occupation"], version: 1 },
    ]);
  });

  it("is forgotten at once, also by a cache that still holds the old words", async () => {
    const ctx = await createTestContext().newPerson();
    await updateContext(ctx, { name: "Ada" });
    const load = () => loadContext(ctx);
    await load();
    const held = await ctx.cache.get(contextKey(ctx.userId));
    await updateContext(ctx, { name: "" });
    // Another process may put the old value back after the removal.
    await ctx.cache.set(contextKey(ctx.userId), held, 3_600);
    expect((await load()).profile.name).toBe("");
  });

  it("stays in the cache for one hour, under the person's own key", async () => {
    const ctx = await createTestContext().newPerson();
    await updateContext(ctx, { name: "Ada" });
    await loadContext(ctx);
    const held = () => ctx.cache.get(`user:${ctx.userId}:context`);
    ctx.clock.advance(3_599_000);
    expect(await held()).toMatchObject({ profile: { name: "Ada" } });
    ctx.clock.advance(2_000);
    expect(await held()).toBeNull();
  });

  it("is read from the cache while nothing changed", async () => {
    const ctx = await createTestContext().newPerson();
    await updateContext(ctx, { name: "Ada" });
    const load = () =>
      loadContext(ctx, (tx) => ({
        ...tx,
        users: {
          ...tx.users,
          getContext: () => Promise.reject(new Error("read past the cache")),
          findContextBeside: async (version) => {
            if (await tx.users.findContextBeside(version)) throw new Error("read past the cache");
            return null;
          },
        },
      }));
    await expect(load()).rejects.toThrow("read past the cache");
    await loadContext(ctx);
    expect((await load()).profile.name).toBe("Ada");
  });
});

async function loadContext(
  ctx: TestContext & { userId: string },
  change: (tx: UserStore) => UserStore = (tx) => tx,
): Promise<UserContext> {
  const cached = await recallContext(ctx, ctx.userId);
  const context = await ctx.store.asUser(ctx.userId, (tx) => readContext(change(tx), cached));
  if (context !== cached) await keepContext(ctx, ctx.userId, context);
  return context;
}
