import { expect, test } from "vitest";
import { createTestContext, type TestContext } from "./create-test-context.ts";

// Every test of a verb runs on this, so that each of them proves that no transaction waits for somebody outside.
test.each<[port: string, ask: (ctx: TestContext) => Promise<unknown>]>([
  ["the model provider", (ctx) => ctx.models.fetchModels()],
  ["Telegram", (ctx) => ctx.channels.telegram.identify()],
  ["the cache", (ctx) => ctx.cache.get("key")],
  ["the limits", (ctx) => ctx.limits.reset({ name: "rule", points: 1, perSeconds: 1 }, "key")],
  ["the passwords", (ctx) => ctx.passwords.hash("a password")],
  ["the provider inside a verb's own promise", (ctx) => Promise.resolve().then(() => ctx.models.findUsage("gen-1"))],
])("%s is refused inside a transaction, and only there", async (_, ask) => {
  const ctx = await createTestContext().newPerson();
  await expect(ctx.store.asUser(ctx.userId, () => ask(ctx))).rejects.toThrow("inside a transaction");
  await expect(ctx.store.asSystem(() => ask(ctx))).rejects.toThrow("inside a transaction");
  await ask(ctx);
});
