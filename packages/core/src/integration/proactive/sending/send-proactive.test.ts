import { describe, expect, it } from "vitest";
import { openPlannedReminder } from "../../../testing/proactive/open-planned-reminder.ts";
import { sendMessage } from "../../../conversation/send-message.ts";
import { updateContext } from "../../../user/update-context.ts";
import { blockTelegram } from "../../telegram/linking/block-telegram.ts";
import { unlinkTelegram } from "../../telegram/linking/unlink-telegram.ts";
import { claimProactive } from "../ledger/claim-proactive.ts";
import { settleProactive } from "../ledger/settle-proactive.ts";
import { planProactive } from "../planning/plan-proactive.ts";
import { sendProactive } from "./send-proactive.ts";

const HOUR = 3_600_000;

describe("sendProactive", () => {
  it("goes through the one queue of the chat, stands in the conversation, and is sent with Telegram's number", async () => {
    const { base, userId, job, send, deliver, inLedger, events, loopId } = await openPlannedReminder();
    expect(await send()).toBe("sending");
    expect((await inLedger())?.state).toBe("sending");
    await deliver();
    expect(await settleProactive(job)).toEqual({ ended: 1, expired: 0, recovered: 0 });
    expect(await settleProactive(job)).toEqual({ ended: 0, expired: 0, recovered: 0 });
    const message = await inLedger();
    expect(message).toMatchObject({ state: "sent", channel: "telegram", telegramMessageId: 1 });
    expect(base.channels.telegram.accepted).toMatchObject([{ text: "Tea is out: buy some.", chatId: 501 }]);
    const seen = await base.store.asUser(userId, async (tx) => ({
      connection: await tx.telegram.findConnection(),
      path: await tx.messages.listPath(message?.messageId ?? "", 5),
      loops: await tx.proactive.listLoops(new Date("2100-01-01")),
    }));
    expect(seen.connection?.conversationId).toBe(message?.conversationId);
    expect(seen.path).toMatchObject([{ role: "assistant", text: "Tea is out: buy some." }]);
    expect(seen.loops.map(({ id }) => id)).not.toContain(loopId);
    expect(await events()).toMatchObject([{ payload: { status: "sent" } }]);
  });

  it("is never claimed again once it was handed over, by whatever worker and however late", async () => {
    const { base, job, send, deliver, inLedger } = await openPlannedReminder();
    const other = { ...base.otherProcess(), actor: job.actor };
    const [owner] = await claimProactive(job, { limit: 10 });
    if (!owner) throw new Error("Nothing is due.");
    base.store.shiftLeaseTime(61);
    await settleProactive(other);
    const [heir] = await claimProactive(other, { limit: 10 });
    if (!heir) throw new Error("It was not taken over.");
    expect(await sendProactive(other, heir)).toEqual({ state: "sending" });
    expect(await sendProactive(job, owner)).toEqual({ state: "late" });
    base.store.shiftLeaseTime(3_600);
    await settleProactive(job);
    expect(await send()).toBe("nothing due");
    await deliver();
    await settleProactive(job);
    expect([(await inLedger())?.state, base.channels.telegram.accepted.length]).toEqual(["sent", 1]);
  });

  it("T5: a lost answer makes it uncertain for good, and nothing is sent a second time", async () => {
    const { base, job, send, deliver, inLedger, events } = await openPlannedReminder();
    base.channels.telegram.script = (message) => {
      base.channels.telegram.accept(message);
      return { kind: "uncertain", reason: "cut" };
    };
    await send();
    await deliver();
    await settleProactive(job);
    expect(await inLedger()).toMatchObject({ state: "uncertain", reason: expect.stringContaining("may have arrived") });
    expect(await events()).toMatchObject([{ payload: { status: "uncertain" } }]);
    base.clock.advance(HOUR);
    expect([await send(), base.channels.telegram.accepted.length]).toEqual(["nothing due", 1]);
  });

  it("T9: whoever blocked the bot gets it in the web inbox when they want that next, else it ends with its reason", async () => {
    for (const channels of [["telegram", "web"] as const, ["telegram"] as const]) {
      const { base, userId, job, send, deliver, inLedger, save } = await openPlannedReminder();
      await save({ channels: [...channels] });
      base.channels.telegram.script = () => ({ kind: "blocked", reason: "403" });
      await send();
      await deliver();
      await settleProactive(job);
      expect(await inLedger()).toMatchObject({
        state: "scheduled",
        reason: expect.stringContaining("blocked in Telegram"),
      });
      expect(await send()).toBe(channels.length === 2 ? "sent" : "cancelled");
      const message = await inLedger();
      const attempts = await base.store.asUser(userId, (tx) => tx.proactive.listAttempts(message?.id ?? ""));
      expect(attempts[0]).toMatchObject({ channel: "telegram", outcome: "failed" });
      expect(message?.channel).toBe(channels.at(-1));
      expect(base.channels.telegram.requests).toHaveLength(1);
    }
  });

  it("T7: waits as long as Telegram says, and is let go when that is too late for it", async () => {
    const { base, job, send, deliver, inLedger } = await openPlannedReminder();
    base.channels.telegram.script = () => ({ kind: "hold", retryAfterSeconds: 35 });
    await send();
    await deliver();
    expect((await inLedger())?.state).toBe("sending");
    base.clock.advance(7 * HOUR);
    await deliver();
    await settleProactive(job);
    await settleProactive(job);
    expect((await inLedger())?.state).toBe("expired");
    expect(base.channels.telegram.requests).toHaveLength(1);
  });

  it("goes to the web inbox where that is the person's first channel", async () => {
    const { base, save, send, inLedger, events } = await openPlannedReminder();
    await save({ channels: ["web", "telegram"] });
    expect(await send()).toBe("sent");
    expect(await inLedger()).toMatchObject({ state: "sent", channel: "web", takenAt: expect.any(Date) });
    expect(await events()).toHaveLength(1);
    expect(base.channels.telegram.requests).toEqual([]);
  });
});

it("of what nobody asked for none comes in the hour of another, but an hour later, and a cap that was lowered holds the second back", async () => {
  const { base, userId, job, loop, say, save, id, send } = await openPlannedReminder();
  const plan = async () => {
    base.clock.advance(60_000);
    await loop(base.clock.now(), { kind: "promise" });
    say({ text: `Something else ${base.ids.next()}` });
    return planProactive(job, { userId, at: new Date(base.clock.now().getTime() + HOUR) });
  };
  expect(await plan()).toMatchObject({ outcome: "planned", scheduledFor: new Date("2026-11-24T10:00:00Z") });
  await save({ caps: { perDay: 1, perWeek: 10 } });
  expect(await send()).toBe("sending");
  base.clock.advance(HOUR);
  expect(await send()).toBe("cancelled");
  const rows = await base.store.asUser(userId, (tx) => tx.proactive.listSince(new Date(0)));
  expect(rows.map((row) => [row.id === id, row.state])).toEqual([
    [false, "cancelled"],
    [true, "sending"],
  ]);
});

describe("T9: when the bot is blocked", () => {
  it("all that waits for Telegram alone is cancelled with the reason at once, and no call is made any more", async () => {
    const { base, job, chat, save, send, inLedger } = await openPlannedReminder();
    await save({ channels: ["telegram"] });
    await blockTelegram(job, chat);
    expect(await inLedger()).toMatchObject({
      state: "cancelled",
      reason: expect.stringContaining("blocked in Telegram"),
    });
    expect(await send()).toBe("nothing due");
    expect(base.channels.telegram.requests).toEqual([]);
  });
});

describe("J7: what changes between plan and send", () => {
  type Opened = Awaited<ReturnType<typeof openPlannedReminder>>;
  const quietNow = Array.from({ length: 7 }, () => ({ from: "09:00", to: "10:00" })) as never;
  const CHANGES: [string, string, (opened: Opened) => Promise<unknown>][] = [
    ["it is switched off", "cancelled", ({ save }) => save({ optedInAt: null })],
    ["the topic is muted", "cancelled", ({ save }) => save({ topics: { Tea: "never" } })],
    [
      "no channel is left",
      "cancelled",
      async ({ save, person }) => {
        await save({ channels: ["telegram"] });
        await unlinkTelegram(person);
      },
    ],
    ["quiet hours are moved", "deferred", ({ save }) => save({ quietHours: quietNow })],
    ["the person moved to where it is night", "expired", ({ save }) => save({ zone: "America/Los_Angeles" })],
    [
      "a snooze of two hours",
      "deferred",
      ({ save, base }) => save({ snoozedUntil: new Date(base.clock.now().getTime() + 2 * HOUR) }),
    ],
    [
      "a snooze of a week",
      "expired",
      ({ save, base }) => save({ snoozedUntil: new Date(base.clock.now().getTime() + 168 * HOUR) }),
    ],
    [
      "it was done meanwhile",
      "cancelled",
      ({ base, userId, loopId }) =>
        base.store.asUser(userId, (tx) => tx.proactive.closeLoop(loopId, base.clock.now(), "done")),
    ],
    ["nothing", "sending", async () => undefined],
  ];
  it.each(CHANGES)("%s: it is %s", async (_, state, change) => {
    const opened = await openPlannedReminder();
    await change(opened);
    expect(await opened.send()).toBe(state);
    const expected = state === "deferred" ? "scheduled" : state;
    expect(await opened.inLedger()).toMatchObject({ state: expected, reason: expect.stringMatching(/\w{4}/) });
    if (state !== "sending") expect(opened.base.channels.telegram.requests).toEqual([]);
  });

  it("a promise is held back when the person wrote meanwhile, or told something new of themselves; a reminder is not", async () => {
    for (const kind of ["promise", "reminder"] as const) {
      const wrote = await openPlannedReminder(kind);
      await sendMessage(wrote.person, { clientId: wrote.base.ids.next(), text: "The tea is bought." });
      await wrote.person.untilIdle();
      expect(await wrote.send()).toBe(kind === "promise" ? "cancelled" : "sending");
      const told = await openPlannedReminder(kind);
      await updateContext(told.person, { goals: "Drink less tea." });
      expect(await told.send()).toBe(kind === "promise" ? "cancelled" : "sending");
    }
  });
});
