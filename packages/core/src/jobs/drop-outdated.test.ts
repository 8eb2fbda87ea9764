import { expect, test } from "vitest";
import { jobContext } from "../context.ts";
import { createTestContext } from "../testing/create-test-context.ts";
import { openTelegramChat } from "../testing/telegram/open-telegram-chat.ts";
import { finishTelegramUpdate } from "../integration/telegram/delivery/finish-telegram-update.ts";
import { authenticateSession } from "../user/authenticate-session.ts";
import { SESSION_MS } from "../user/session-lifetime.ts";
import { dropOutdated } from "./drop-outdated.ts";
import { OUTDATED } from "./retention-desk.ts";

test("what is older than thirty days is dropped of Telegram, and nothing that is open", async () => {
  const base = createTestContext();
  const { job, write, claim, message } = await openTelegramChat(base);
  const updateId = await write("hello");
  const owner = await claim();
  const done = { state: "done" as const, reason: null, userId: null };
  await finishTelegramUpdate(job, owner, { ...done, updateId, sends: [message("one")] });
  await write("again");
  base.clock.advance(31 * 86_400_000);
  for (const kind of OUTDATED) await dropOutdated(job, { kind });
  const { telegramUpdates, telegramSends } = base.store.tables();
  expect([...telegramUpdates.values()].map(({ state }) => state)).toEqual(["received"]);
  expect([...telegramSends.values()].map(({ state }) => state)).toEqual(["queued"]);
});

test("a session that is used now and then is never dropped, and one that is not goes a week after it ended", async () => {
  const ctx = createTestContext();
  const { userId } = await ctx.newPerson();
  const [used, left] = [ctx.ids.next(), ctx.ids.next()];
  for (const id of [used, left]) {
    const expiresAt = new Date(ctx.clock.now().getTime() + SESSION_MS);
    await ctx.store.asSystem((tx) => tx.accounts.startSession({ id, userId, userAgent: "", address: "", expiresAt }));
  }
  for (let week = 1; week <= 10; week++) {
    ctx.clock.advance(7 * 86_400_000);
    await dropOutdated(jobContext(ctx, "clean-up"), { kind: "sessions" });
    expect(await authenticateSession(ctx, used)).toMatchObject({ kind: "user", userId });
    expect(ctx.store.tables().sessions.has(left)).toBe(week <= 5);
  }
});

test("nobody but PROCODE itself drops anything", async () => {
  const person = await createTestContext().newPerson();
  await expect(dropOutdated(person, { kind: "sessions" })).rejects.toMatchObject({ code: "FORBIDDEN" });
});
