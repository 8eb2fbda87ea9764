import { jobContext, KEPT_DAYS, OUTDATED, receiveTelegramUpdates } from "@procode/core";
import { expect, it } from "vitest";
import { openFunctions } from "../testing/open-functions.ts";

const DAY_MS = 86_400_000;

it("clean-up drops what is older than it is kept, and says how many rows of each kind went", async () => {
  const { ctx, run } = openFunctions();
  const update = { updateId: 1, chatId: 7, kind: "message", payload: {}, ignore: "not-private" };
  await receiveTelegramUpdates(jobContext(ctx, "telegram"), { botId: 9, updates: [update] });
  const { userId } = await ctx.newPerson();
  const startSession = (expiresAt: Date) =>
    ctx.store.asSystem((tx) =>
      tx.accounts.startSession({ id: ctx.ids.next(), userId, userAgent: "ours", address: "", expiresAt }),
    );
  await startSession(ctx.clock.now());
  const nothing = Object.fromEntries(OUTDATED.map((kind) => [kind, 0]));
  expect(await run("clean-up")).toEqual({ status: 200, body: { dropped: nothing } });
  ctx.clock.advance((KEPT_DAYS.telegramUpdates + 1) * DAY_MS);
  await startSession(new Date(ctx.clock.now().getTime() + DAY_MS));
  expect(await run("clean-up")).toEqual({
    status: 200,
    body: { dropped: { ...nothing, sessions: 1, telegramUpdates: 1 } },
  });
  expect([...ctx.store.tables().sessions.values()].filter(({ userAgent }) => userAgent === "ours")).toHaveLength(1);
  expect(await run("clean-up")).toEqual({ status: 200, body: { dropped: nothing } });
});

it("clean-up goes on in batches until nothing old is left", async () => {
  const { ctx, run } = openFunctions();
  const updates = Array.from({ length: 2_500 }, (_, updateId) => ({
    ...{ updateId, chatId: 7, kind: "message", payload: {}, ignore: "not-private" },
  }));
  await receiveTelegramUpdates(jobContext(ctx, "telegram"), { botId: 9, updates });
  ctx.clock.advance(31 * DAY_MS);
  expect(await run("clean-up")).toMatchObject({ body: { dropped: { telegramUpdates: 2_500 } } });
  expect(ctx.store.tables().telegramUpdates.size).toBe(0);
});
