import { describe, expect, it } from "vitest";
import type { TelegramOutcome } from "../../../ports/telegram.ts";
import { beat } from "../../../conversation/beat.ts";
import { openPlannedReminder } from "../../../testing/proactive/open-planned-reminder.ts";
import { seeded } from "../../../testing/telegram/seeded.ts";
import { claimTelegramChats } from "../../telegram/delivery/claim-telegram-chats.ts";
import { endAbandonedSends } from "../../telegram/delivery/end-abandoned-sends.ts";
import { deliverTelegramSend } from "../../telegram/delivery/deliver-telegram-send.ts";
import { nextTelegramWork } from "../../telegram/delivery/next-telegram-work.ts";
import { BLOCKED_REASON } from "../../telegram/linking/block-telegram.ts";
import { reactivateTelegram } from "../../telegram/linking/reactivate-telegram.ts";
import { settleProactive } from "../ledger/settle-proactive.ts";

const SEEDS = [1, 2, 3, 4, 5];
const HOUR_MS = 3_600_000;

/** A reminder that is in the queue of its chat, behind which Telegram does what the seed says. */
async function handedOver(seed: number) {
  const opened = await openPlannedReminder();
  const { base, job, send, deliver } = opened;
  const random = seeded(seed);
  const { telegram } = base.channels;
  expect(await send()).toBe("sending");
  /** Works for the chat until nothing waits, or for so long. */
  async function work(forMs = HOUR_MS) {
    const end = base.clock.now().getTime() + forMs;
    while (base.clock.now().getTime() < end) {
      await deliver();
      const isOpen = [...base.store.tables().telegramSends.values()].some(({ state }) => state === "queued");
      if (!isOpen) break;
      base.clock.advance(1_000);
    }
    await settleProactive(job);
  }
  return { ...opened, random, telegram, work };
}

describe("where no bot runs any more", () => {
  it("what was handed to it ends with its reason when its time is over, and is not on its way for ever", async () => {
    const { base, job, send, inLedger } = await openPlannedReminder();
    expect(await send()).toBe("sending");
    base.clock.advance(5 * HOUR_MS);
    expect(await endAbandonedSends(job)).toBe(0);
    const [queued] = [...base.store.tables().telegramSends.values()].filter(({ isProactive }) => isProactive);
    base.clock.advance((queued?.notAfter ?? 0) - base.clock.now().getTime());
    expect(await endAbandonedSends(job)).toBe(1);
    await settleProactive(job);
    expect(await inLedger()).toMatchObject({ state: "expired", reason: "Its time was over before it could be sent." });
  });

  it("what a dead bot was sending is uncertain within an hour, what it never began is told after a day, and a living one's is left alone", async () => {
    const { base, job, send, chat } = await openPlannedReminder();
    expect(await send()).toBe("sending");
    const owner = await chat.claim();
    const work = await nextTelegramWork(job, owner);
    if (work?.kind !== "send") throw new Error("There is nothing to send.");
    await base.store.asSystem((tx) => tx.telegram.beginSend(owner, work.send.id));
    const state = () => [...base.store.tables().telegramSends.values()].find(({ id }) => id === work.send.id)?.state;
    base.clock.advance(HOUR_MS - 1_000);
    await beat(job);
    base.clock.advance(1_000);
    expect([await endAbandonedSends(job), state()]).toEqual([0, "sending"]);
    base.clock.advance(HOUR_MS);
    expect([await endAbandonedSends(job), state()]).toEqual([1, "uncertain"]);
    expect(await endAbandonedSends(job)).toBe(0);
  });
});

describe.each(SEEDS)("a message that nobody asked for (seed %i)", (seed) => {
  it.each([
    ["cut", { kind: "uncertain", reason: "cut" }],
    ["answered by an error of Telegram's own", { kind: "server-error", reason: "Internal" }],
  ] as const)(
    "T5: whose call is %s may have arrived: it is uncertain, and there is no second call",
    async (_, outcome) => {
      const { random, telegram, work, inLedger, base, send } = await handedOver(seed);
      telegram.script = (message) => {
        if (random.chance() < 0.5) telegram.accept(message);
        return outcome;
      };
      await work();
      base.clock.advance(random.below(48) * HOUR_MS);
      await work();
      expect(await inLedger()).toMatchObject({
        state: "uncertain",
        reason: expect.stringContaining("may have arrived"),
      });
      expect([await send(), telegram.requests.length]).toEqual(["nothing due", 1]);
    },
  );

  it("T6: that never left the process is tried again until it is sent, once", async () => {
    const { random, telegram, work, inLedger } = await handedOver(seed);
    const failures = 1 + random.below(9);
    telegram.script = (message) =>
      telegram.requests.length <= failures ? { kind: "not-written", reason: "no route" } : telegram.accept(message);
    await work();
    expect(await inLedger()).toMatchObject({ state: "sent" });
    expect([telegram.requests.length, telegram.accepted.length]).toEqual([failures + 1, 1]);
  });

  it("T7, T8: that is put off waits as long as Telegram says, with no call in any chat, and is sent then", async () => {
    const { random, telegram, work, inLedger, base } = await handedOver(seed);
    const seconds = 5 + random.below(300);
    const calledAt: number[] = [];
    telegram.script = (message): TelegramOutcome => {
      calledAt.push(base.clock.now().getTime());
      return calledAt.length === 1 ? { kind: "hold", retryAfterSeconds: seconds } : telegram.accept(message);
    };
    await work();
    const [first = 0, second = 0] = calledAt;
    expect(second - first).toBeGreaterThanOrEqual(seconds * 1_000);
    expect([await inLedger().then((row) => row?.state), calledAt.length]).toEqual(["sent", 2]);
  });

  it("T9: to somebody who blocked the bot ends with the reason, and with it all that is planned for that chat, until they press Start", async () => {
    const { telegram, work, inLedger, save, job, chat, base, userId, random, send } = await handedOver(seed);
    await save({ channels: ["telegram"] });
    telegram.script = () => ({ kind: "blocked", reason: "Forbidden" });
    await work();
    expect(await send()).toBe("cancelled");
    expect(await inLedger()).toMatchObject({ state: "cancelled", reason: expect.stringMatching(/\w{4}/) });
    const connection = () => base.store.asUser(userId, (tx) => tx.telegram.findConnection());
    expect(await connection()).toMatchObject({ state: "blocked", reason: BLOCKED_REASON });
    base.clock.advance(random.below(5) * HOUR_MS);
    await work();
    expect(telegram.requests).toHaveLength(1);
    expect(await reactivateTelegram(job, chat)).toBe(true);
    expect(await connection()).toMatchObject({ state: "active", reason: null });
    expect(await reactivateTelegram(job, chat)).toBe(false);
  });

  it("T10: whose entities Telegram can not read goes once more as plain words, and not a third time", async () => {
    const { random, telegram, base, job, chat, userId } = await handedOver(seed);
    await base.store.asUser(userId, (tx) => tx.telegram.queue([chat.message("*marked*", { isProactive: true })]));
    const isPlainTaken = random.chance() < 0.5;
    telegram.script = (message) =>
      message.text !== "*marked*" || (isPlainTaken && message.entities.length === 0)
        ? telegram.accept(message)
        : { kind: "entities-refused", reason: "can't parse entities" };
    const [owner] = await claimTelegramChats(job, { botId: chat.botId, kind: "proactive", limit: 1 });
    if (!owner) throw new Error("The chat has a living owner.");
    for (;;) {
      const work = await nextTelegramWork(job, owner);
      if (work?.kind === "nothing") break;
      if (work?.kind === "send") await deliverTelegramSend(job, owner, work.send);
      else base.clock.advance(1_000);
    }
    const marked = telegram.requests.filter(({ text }) => text === "*marked*");
    expect(marked.map(({ entities }) => entities.length)).toEqual([1, 0]);
    expect([...base.store.tables().telegramSends.values()].at(-1)).toMatchObject({
      state: isPlainTaken ? "sent" : "failed",
    });
  });
});
