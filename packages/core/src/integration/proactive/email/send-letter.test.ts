import { describe, expect, it } from "vitest";
import type { Context } from "../../../context.ts";
import { createTestContext } from "../../../testing/create-test-context.ts";
import { openProactivePerson } from "../../../testing/proactive/open-proactive-person.ts";
import { scheduleReminder } from "../../../testing/proactive/schedule-reminder.ts";
import { mortalStore } from "../../../testing/telegram/mortal-store.ts";
import { claimProactive } from "../ledger/claim-proactive.ts";
import { settleProactive } from "../ledger/settle-proactive.ts";
import { MOST_LETTERS } from "../sending/inspect-message.ts";
import { sendProactive } from "../sending/send-proactive.ts";
import { sendProactiveTo } from "../sending/send-proactive-to.ts";
import { sendLetter } from "./send-letter.ts";
import { unsubscribeEmail } from "./unsubscribe-email.ts";
import { readUnsubscribeToken } from "./unsubscribe-link.ts";

const [MINUTE, HOUR] = [60_000, 3_600_000];

/** Somebody who wants e-mail, then the web; it is half past nine there. */
async function open() {
  const base = createTestContext();
  base.clock.advance(Date.parse("2026-11-24T09:30:00Z") - base.clock.now().getTime());
  const opened = await openProactivePerson(base);
  const { userId, job, save } = opened;
  await save({ channels: ["email", "web"], caps: { perDay: 10, perWeek: 50 } });
  /** A reminder that is due in so many minutes and worth telling for six hours. */
  const plan = (text: string, { inMinutes = 0, forHours = 6 } = {}) =>
    scheduleReminder(job, { userId, text, atMs: base.clock.now().getTime() + inMinutes * MINUTE, forHours });
  const inLedger = async (id: string) => {
    const message = await base.store.asUser(userId, (tx) => tx.proactive.findById(id));
    if (!message) throw new Error("It is not there.");
    return message;
  };
  const attempts = (id: string) => base.store.asUser(userId, (tx) => tx.proactive.listAttempts(id));
  /** What the minute does. */
  async function tick(ctx: Context = job) {
    await settleProactive(ctx);
    const owners = await claimProactive(ctx, { limit: 1 });
    if (owners.length > 0) await sendProactiveTo(ctx, { userId, owners });
  }
  const { email } = base.channels;
  return { ...opened, base, email, plan, inLedger, attempts, tick };
}

describe("the daily letter", () => {
  it("holds all that is due, however few were claimed, and is told of in the ledger and in conversations", async () => {
    const { base, userId, email, plan, tick, inLedger, attempts } = await open();
    const ids = [await plan("Buy tea."), await plan("Pay the rent."), await plan("Later.", { inMinutes: 61 })];
    await tick();
    expect(email.requests).toHaveLength(1);
    const [letter] = email.accepted;
    expect(letter).toMatchObject({ id: ids[0], subject: "PROCODE: Tea", to: { name: "Test person" } });
    expect(letter?.text).toMatch(/Buy tea\.[\s\S]*Pay the rent\./);
    expect(letter?.text).not.toContain("Later.");
    for (const id of ids.slice(0, 2)) {
      const message = await inLedger(id);
      expect(message).toMatchObject({ state: "sent", channel: "email", takenAt: base.clock.now() });
      expect(await attempts(id)).toMatchObject([{ channel: "email", outcome: "sent" }]);
      const path = await base.store.asUser(userId, (tx) => tx.messages.listPath(message.messageId ?? "", 5));
      expect(path).toMatchObject([{ role: "assistant", text: message.text }]);
    }
    const events = await base.store.asUser(userId, (tx) => tx.events.listAfter(0n, 100));
    expect(events.filter(({ type }) => type === "ProactiveMessageSent")).toHaveLength(2);
    const token = new URL(letter?.unsubscribeUrl ?? "").searchParams.get("token") ?? "";
    expect(readUnsubscribeToken(base.signer, token)).toBe(userId);
  });

  it("is one a day: what comes due after it waits for nine tomorrow, and goes the next way where that is too late", async () => {
    const { base, email, plan, tick, inLedger } = await open();
    await plan("Buy tea.");
    await tick();
    base.clock.advance(HOUR);
    const [patient, urgent] = [await plan("Read.", { forHours: 24 }), await plan("Call now.", { forHours: 2 })];
    await tick();
    await tick();
    expect(await inLedger(patient)).toMatchObject({
      ...{ state: "scheduled", scheduledFor: new Date("2026-11-25T09:00:00Z") },
      reason: expect.stringContaining("next letter"),
    });
    expect(await inLedger(urgent)).toMatchObject({ state: "sent", channel: "web" });
    base.clock.advance(Date.parse("2026-11-25T09:00:00Z") - base.clock.now().getTime());
    await tick();
    expect(await inLedger(patient)).toMatchObject({ state: "sent", channel: "email" });
    expect(email.accepted).toHaveLength(2);
  });

  it("is let go with its reason where no letter comes in time and there is no other way", async () => {
    const { base, save, plan, tick, inLedger } = await open();
    await save({ channels: ["email"] });
    await plan("Buy tea.");
    await tick();
    base.clock.advance(HOUR);
    const late = await plan("Call now.", { forHours: 2 });
    await tick();
    expect(await inLedger(late)).toMatchObject({ state: "expired", reason: expect.stringContaining("too late") });
  });

  it("of two workers at the same moment one sends it, and the other's message is in none of today", async () => {
    const { base, job, email, userId, plan, inLedger } = await open();
    const other = { ...base.otherProcess(), actor: job.actor };
    const ids = [await plan("Buy tea.", { forHours: 48 }), await plan("Read.", { forHours: 48 })];
    const [mine, theirs] = [await claimProactive(job, { limit: 1 }), await claimProactive(other, { limit: 1 })];
    await Promise.all([
      sendProactiveTo(job, { userId, owners: mine }),
      sendProactiveTo(other, { userId, owners: theirs }),
    ]);
    expect(email.requests).toHaveLength(1);
    expect((await Promise.all(ids.map(inLedger))).map(({ state }) => state).sort()).toEqual(["scheduled", "sent"]);
  });

  it("asks every rule again at the last moment, and leaves out what is not wanted any more", async () => {
    const { job, userId, email, save, plan, inLedger } = await open();
    const id = await plan("Buy tea.");
    const owners = await claimProactive(job, { limit: 1 });
    expect(await sendProactive(job, owners[0] as (typeof owners)[number])).toEqual({ state: "letter" });
    await save({ topics: { Tea: "never" } });
    expect(await sendLetter(job, { userId, owners })).toEqual({ outcome: "nothing", items: 0, left: [] });
    expect([(await inLedger(id)).state, email.requests.length]).toEqual(["cancelled", 0]);
  });
});

describe("when the mail server does not simply take it", () => {
  it("a lost answer makes all of it uncertain for good, and nothing is sent a second time or another way", async () => {
    const { base, email, plan, tick, inLedger, attempts } = await open();
    email.script = (letter) => {
      email.accept(letter);
      return { kind: "uncertain", reason: "cut" };
    };
    const ids = [await plan("Buy tea."), await plan("Pay the rent.")];
    await tick();
    base.clock.advance(HOUR);
    await tick();
    for (const id of ids) {
      expect(await inLedger(id)).toMatchObject({
        state: "uncertain",
        reason: expect.stringContaining("may have arrived"),
      });
      expect(await attempts(id)).toMatchObject([{ outcome: "uncertain", errorClass: "cut" }]);
    }
    expect(email.requests).toHaveLength(1);
  });

  it("is not begun by a process that was asked to end: what was claimed for it is another one's at once", async () => {
    const { email, plan, tick, inLedger, job } = await open();
    const ids = [await plan("Buy tea."), await plan("Pay the rent.")];
    await tick({ ...job, worker: { ...job.worker, isLeaving: true } });
    const reason = expect.stringContaining("asked to end");
    expect(await inLedger(ids[0] ?? "")).toMatchObject({ state: "scheduled", claims: 0, fence: 1, reason });
    expect(email.requests).toEqual([]);
    await tick();
    expect(email.requests).toHaveLength(1);
    for (const id of ids) expect(await inLedger(id)).toMatchObject({ state: "sent", channel: "email" });
  });

  it("a process that dies between the letter and its end leaves it uncertain, with the reason in words", async () => {
    const { base, job, userId, email, plan, tick, inLedger } = await open();
    let isDying = false;
    email.script = (letter) => {
      isDying = true;
      return email.accept(letter);
    };
    const id = await plan("Buy tea.");
    const mortal = { ...job, store: mortalStore(base.store, () => (isDying ? "before" : null)) };
    await sendProactiveTo(mortal, { userId, owners: await claimProactive(mortal, { limit: 1 }) });
    expect((await inLedger(id)).state).toBe("sending");
    base.store.shiftLeaseTime(61);
    await tick({ ...base.otherProcess(), actor: job.actor });
    expect(await inLedger(id)).toMatchObject({ state: "uncertain", reason: expect.stringContaining("mail server") });
    expect(email.accepted).toHaveLength(1);
  });

  it("a 4xx is tried again after growing waits, under the same name, and then goes the next way", async () => {
    const { base, email, plan, tick, inLedger, attempts } = await open();
    email.script = () => ({ kind: "later", reason: "451 come again" });
    const id = await plan("Buy tea.");
    for (let letters = 1; letters <= MOST_LETTERS; letters++) {
      await tick();
      expect(email.requests).toHaveLength(letters);
      await tick();
      expect(email.requests).toHaveLength(letters);
      base.clock.advance(2 ** (letters - 1) * MINUTE);
    }
    await tick();
    expect(await inLedger(id)).toMatchObject({ state: "sent", channel: "web" });
    expect(new Set(email.requests.map((letter) => letter.id))).toEqual(new Set([id]));
    expect((await attempts(id)).map(({ channel, errorClass }) => `${channel} ${errorClass}`)).toEqual([
      ...Array.from({ length: MOST_LETTERS }, () => "email later"),
      "web null",
    ]);
  });

  it("a 4xx that passes is one letter at the end, and a server that is away is waited for alike", async () => {
    const { base, email, plan, tick, inLedger } = await open();
    email.script = () => ({ kind: "not-written", reason: "ECONNREFUSED" });
    const ids = [await plan("Buy tea."), await plan("Pay the rent.")];
    await tick();
    email.script = (letter) => email.accept(letter);
    base.clock.advance(MINUTE);
    await tick();
    expect((await Promise.all(ids.map(inLedger))).map(({ state }) => state)).toEqual(["sent", "sent"]);
    expect([email.requests.length, email.accepted.length]).toEqual([2, 1]);
  });

  it("a 5xx goes the next way at once with its reason kept, and ends where there is none", async () => {
    for (const channels of [["email", "web"] as const, ["email"] as const]) {
      const { email, save, plan, tick, inLedger, attempts } = await open();
      await save({ channels: [...channels] });
      email.script = () => ({ kind: "refused", reason: "550 nobody" });
      const id = await plan("Buy tea.");
      await tick();
      await tick();
      const isAlone = channels.length === 1;
      expect(await inLedger(id)).toMatchObject({
        state: isAlone ? "cancelled" : "sent",
        channel: isAlone ? "email" : "web",
      });
      expect((await attempts(id))[0]).toMatchObject({
        ...{ channel: "email", outcome: "failed", errorClass: "refused" },
        reason: "The mail server refused it: 550 nobody",
      });
      expect(email.requests).toHaveLength(1);
    }
  });

  it("where no mail server is set, the channel is passed over", async () => {
    const { base, job, userId, plan, inLedger } = await open();
    const ctx = { ...job, channels: { ...base.channels, email: null } };
    const id = await plan("Buy tea.");
    await sendProactiveTo(ctx, { userId, owners: await claimProactive(ctx, { limit: 1 }) });
    expect(await inLedger(id)).toMatchObject({ state: "sent", channel: "web" });
  });
});

it("whoever unsubscribes by the link gets what waits for a letter by the next channel", async () => {
  const { base, userId, email, plan, tick, inLedger } = await open();
  base.clock.advance(-2 * HOUR);
  const id = await plan("Buy tea.");
  await tick();
  expect(email.requests).toEqual([]);
  await unsubscribeEmail(base, { token: `${userId}.${base.signer.sign("unsubscribe from e-mail", userId)}` });
  base.clock.advance(2 * HOUR);
  await tick();
  expect(await inLedger(id)).toMatchObject({ state: "sent", channel: "web" });
  expect(email.requests).toEqual([]);
});
