import { describe, expect, it } from "vitest";
import { createTestContext, type TestContext } from "../testing/index.ts";
import { createApiKey } from "./create-api-key.ts";
import { revokeApiKey } from "./revoke-api-key.ts";
import { signOutEverywhere } from "./sign-out-everywhere.ts";
import { whileSignedIn } from "./while-signed-in.ts";

const never = new AbortController().signal;

/** Something to follow that ends only when it is told to. */
async function* endless(isOpen: AbortSignal): AsyncGenerator<string> {
  yield "first";
  await new Promise((resolve) => isOpen.addEventListener("abort", resolve));
}

/** What comes, until the following ends or breaks. */
async function follow(ctx: TestContext, signal = never): Promise<string[]> {
  const seen: string[] = [];
  for await (const part of whileSignedIn(ctx, signal, endless)) seen.push(part);
  return seen;
}

describe("whileSignedIn", () => {
  it("ends what a session follows when that session is revoked, from whatever process", async () => {
    const ctx = await createTestContext().newPerson();
    const following = follow(ctx);
    await signOutEverywhere(ctx.otherProcess().as(ctx.actor));
    await expect(following).rejects.toMatchObject({ code: "UNAUTHENTICATED", details: { reason: "not-signed-in" } });
  });

  it("ends it when the session expires, of which nobody tells", async () => {
    const ctx = await createTestContext().newPerson();
    const id = ctx.actor.kind === "user" ? ctx.actor.sessionId : "";
    const soon = new Date(ctx.clock.now().getTime() + 60_000);
    await ctx.store.asSystem((tx) => tx.accounts.touchSession(id, ctx.clock.now(), soon));
    await expect(follow(ctx)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(ctx.clock.now().getTime() - soon.getTime()).toBeLessThan(5_000);
  });

  it("ends what a key follows when it is revoked, and not when another is", async () => {
    const ctx = await createTestContext().newPerson();
    const [mine, other] = [
      await createApiKey(ctx, { name: "mine", scopes: ["chat"] }),
      await createApiKey(ctx, { name: "other", scopes: ["chat"] }),
    ];
    let isOver = false;
    const script = ctx.as({ kind: "apiKey", userId: ctx.userId, keyId: mine.id, scopes: ["chat"] });
    const following = follow(script).finally(() => {
      isOver = true;
    });
    const ended = expect(following).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    await revokeApiKey(ctx, { keyId: other.id });
    for (let round = 0; round < 20; round++) await ctx.clock.sleep(1_000);
    expect(isOver).toBe(false);
    await revokeApiKey(ctx, { keyId: mine.id });
    await ended;
  });

  it("goes on while the database cannot say", async () => {
    const ctx = await createTestContext().newPerson();
    const leave = new AbortController();
    const following = follow(ctx, leave.signal);
    ctx.store.setAway(true);
    for (let round = 0; round < 20; round++) await ctx.clock.sleep(1_000);
    leave.abort();
    expect(await following).toEqual(["first"]);
  });
});
