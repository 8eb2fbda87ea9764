import { expect, test } from "vitest";
import { jobContext } from "../../../context.ts";
import { beat, LEASE_SECONDS } from "../../../conversation/beat.ts";
import { createTestContext } from "../../../testing/create-test-context.ts";
import { openTelegramChat } from "../../../testing/telegram/open-telegram-chat.ts";
import { receiveTelegramUpdates } from "../delivery/receive-telegram-updates.ts";
import { claimTelegramPolling } from "./claim-telegram-polling.ts";
import { findTelegramPoller } from "./find-telegram-poller.ts";
import { keepsTelegramPolling } from "./keeps-telegram-polling.ts";
import { releaseTelegramPolling } from "./release-telegram-polling.ts";

const updateOf = (updateId: number) => ({
  ...{ updateId, chatId: 501, kind: "message", payload: { text: "words" }, ignore: null },
});

async function open() {
  const base = createTestContext();
  const { botId, job } = await openTelegramChat(base);
  const other = jobContext(base.otherProcess(), "other");
  await beat(job);
  await beat(other);
  return { base, botId, job, other };
}

test("T4: two processes with one token: one polls, the other stands by until the first one is dead", async () => {
  const { base, botId, job, other } = await open();
  const poller = await claimTelegramPolling(job, { botId });
  expect(poller).toMatchObject({ botId, fence: 1 });
  expect(await claimTelegramPolling(other, { botId })).toBeNull();
  base.store.shiftLeaseTime(LEASE_SECONDS + 1);
  await beat(other);
  expect(await claimTelegramPolling(other, { botId })).toMatchObject({ fence: 2 });
});

test("T4: a poller that slept past its lease stores nothing more, and the one after it does", async () => {
  const { base, botId, job, other } = await open();
  const late = await claimTelegramPolling(job, { botId });
  base.store.shiftLeaseTime(LEASE_SECONDS + 1);
  await beat(other);
  const poller = await claimTelegramPolling(other, { botId });
  if (!late || !poller) throw new Error("Nobody polls.");
  await beat(job);
  expect(await keepsTelegramPolling(job, late)).toBe(false);
  expect(await receiveTelegramUpdates(job, { botId, updates: [updateOf(1)], poller: late })).toBeNull();
  expect(base.store.tables().telegramUpdates.size).toBe(0);
  expect(await keepsTelegramPolling(other, poller)).toBe(true);
  expect(await receiveTelegramUpdates(other, { botId, updates: [updateOf(1)], poller })).toBe(1);
  expect(await claimTelegramPolling(job, { botId })).toBeNull();
});

test("a poller that is asked to end makes room at once", async () => {
  const { botId, job, other } = await open();
  const poller = await claimTelegramPolling(job, { botId });
  if (!poller) throw new Error("Nobody polls.");
  await releaseTelegramPolling(job, poller);
  expect(await claimTelegramPolling(other, { botId })).toMatchObject({ fence: 2 });
});

test("whoever watches sees a poller while one lives, and that it is away when it died or gave it up", async () => {
  const { base, botId, job, other } = await open();
  const watch = jobContext(base, "health");
  expect(await findTelegramPoller(watch)).toBe("away");
  await claimTelegramPolling(job, { botId });
  expect(await findTelegramPoller(watch)).toBe("polls");
  base.store.shiftLeaseTime(LEASE_SECONDS + 1);
  expect(await findTelegramPoller(watch)).toBe("away");
  await beat(other);
  const poller = await claimTelegramPolling(other, { botId });
  expect(await findTelegramPoller(watch)).toBe("polls");
  if (poller) await releaseTelegramPolling(other, poller);
  expect(await findTelegramPoller(watch)).toBe("away");
});

test("nobody but PROCODE itself is a poller", async () => {
  const { base, botId } = await open();
  const poller = { botId, workerId: "w", fence: 1 };
  await expect(claimTelegramPolling(base, { botId })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(keepsTelegramPolling(base, poller)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(releaseTelegramPolling(base, poller)).rejects.toMatchObject({ code: "FORBIDDEN" });
});
