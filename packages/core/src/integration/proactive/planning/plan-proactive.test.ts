import { describe, expect, it } from "vitest";
import { createTestContext } from "../../../testing/create-test-context.ts";
import { openProactivePerson } from "../../../testing/proactive/open-proactive-person.ts";
import { answerWith } from "../../../testing/scripted-provider.ts";
import { ProcodeError } from "../../../procode-error.ts";
import { sendMessage } from "../../../conversation/send-message.ts";
import { updateContext } from "../../../user/update-context.ts";
import { claimProactive } from "../ledger/claim-proactive.ts";
import { sendProactive } from "../sending/send-proactive.ts";
import { findProactivePeople } from "./find-proactive-people.ts";
import { planProactive } from "./plan-proactive.ts";

const HOUR = 3_600_000;

async function open() {
  const base = createTestContext();
  const person = await openProactivePerson(base);
  const { userId, job } = person;
  const plan = (at = base.clock.now()) => planProactive(job, { userId, at });
  const decisions = () => base.store.asUser(userId, (tx) => tx.proactive.listDecisions(100));
  const messages = () => base.store.asUser(userId, (tx) => tx.proactive.listSince(new Date(0)));
  const lastReason = async () => (await decisions())[0]?.reasons.at(-1);
  person.say();
  return { ...person, base, plan, decisions, messages, lastReason };
}

describe("planProactive", () => {
  it("plans what a loop and the model say, with all that led to it, and asks the model once for an hour", async () => {
    const { base, plan, loop, decisions, messages } = await open();
    const due = new Date(base.clock.now().getTime() + HOUR / 2);
    const loopId = await loop(due);
    const planned = await plan();
    expect(planned).toMatchObject({ outcome: "planned", scheduledFor: due });
    expect(await plan()).toEqual({ outcome: "decided-before" });
    expect(base.models.requests).toHaveLength(1);
    expect(base.models.requests[0]?.messages.at(-1)?.content).toContain("Buy tea");
    expect(await messages()).toMatchObject([
      {
        ...{
          state: "scheduled",
          text: "Tea is out: buy some.",
          why: "You asked for it.",
          topic: "Tea",
          rule: "reminder",
        },
        ...{
          loopId,
          confidence: 90,
          slot: new Date("2026-11-24T09:30:00Z"),
          expiresAt: new Date(due.getTime() + 6 * HOUR),
        },
        facts: [{ kind: "loop", id: loopId, words: "Buy tea" }],
      },
    ]);
    const [decision] = await decisions();
    expect(decision).toMatchObject({ outcome: "planned", confidence: 90, model: "vendor/small", settingsVersion: 1 });
    expect(decision?.reasons.map(({ rule }) => rule)).toEqual([
      ...["opt-in", "snooze", "channel", "topic", "quiet", "slot", "caps", "budget", "model"],
    ]);
  });

  it("tells the model what the person told about themselves, what was said and what was written before", async () => {
    const { base, person, plan, loop, say } = await open();
    await updateContext(person, { goals: "Drink less coffee." });
    await sendMessage(person, { clientId: base.ids.next(), text: "I like green tea." });
    await person.untilIdle();
    say();
    await loop(base.clock.now());
    await plan();
    base.clock.advance(HOUR);
    say({ text: "Another text about cups and kettles." });
    await loop(base.clock.now());
    await plan();
    const prompt =
      base.models.requests
        .at(-1)
        ?.messages.map(({ content }) => content)
        .join("\n") ?? "";
    for (const words of ["Drink less coffee.", "I like green tea.", "Tea is out: buy some.", "Buy tea"])
      expect(prompt).toContain(words);
  });

  it("J4: of runs for one hour that overlap, one decides, and there is one message", async () => {
    const { base, plan, loop, decisions, messages } = await open();
    await loop(base.clock.now());
    const outcomes = await Promise.all([plan(), plan(), plan()]);
    expect(outcomes.filter(({ outcome }) => outcome === "planned")).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === "decided-before")).toHaveLength(2);
    expect([(await messages()).length, (await decisions()).length]).toEqual([1, 1]);
  });

  it("stores the decision not to send too, and asks no model where nothing is welcome", async () => {
    const { base, plan, loop, save, lastReason } = await open();
    expect(await plan()).toEqual({ outcome: "not-sent" });
    expect(await lastReason()).toEqual({ rule: "candidates", said: "There was nothing to tell." });
    base.clock.advance(HOUR);
    await loop(base.clock.now());
    await save({ topics: { Tea: "never" } });
    expect(await plan()).toEqual({ outcome: "not-sent" });
    expect(await lastReason()).toEqual({ rule: "topic", said: 'You muted "Tea".' });
    expect(base.models.requests).toEqual([]);
    // It had its chance: unmuted an hour later it does not come after all.
    base.clock.advance(HOUR);
    await save({ topics: {} });
    expect(await plan()).toEqual({ outcome: "not-sent" });
  });

  it("keeps a loop open whose message was put off past its time, so that it is told and not cancelled", async () => {
    const { base, plan, loop, save, job } = await open();
    await save({ snoozedUntil: new Date(base.clock.now().getTime() + 6 * HOUR), channels: ["web"] });
    await loop(base.clock.now());
    expect(await plan()).toMatchObject({ outcome: "planned" });
    base.clock.advance(6 * HOUR);
    await plan();
    const [owner] = await claimProactive(job, { limit: 1 });
    expect(owner && (await sendProactive(job, owner))).toEqual({ state: "sent" });
  });

  it("puts off what comes in quiet hours to their end, and does not drop it", async () => {
    const { base, plan, loop, save } = await open();
    await save({ zone: "Asia/Kathmandu" });
    base.clock.advance(8 * HOUR);
    await loop(base.clock.now());
    // 22:45 there; the quiet hours end at 07:30, which is 01:45 UTC.
    expect(await plan()).toMatchObject({ outcome: "planned", scheduledFor: new Date("2026-11-25T01:45:00Z") });
  });

  it.each([
    ["no", { send: false, reason: "Not now." }, { rule: "model", said: "Not now." }],
    [
      "a topic that was not offered",
      { topic: "Coffee" },
      { rule: "model", said: 'It chose "Coffee", which was not offered.' },
    ],
    ["that it is hardly sure", { confidence: 0.3 }, { rule: "confidence", said: "It was sure to 30 of 100 only." }],
  ])("takes a model at its word that says %s", async (_, change, reason) => {
    const { base, plan, loop, say, lastReason } = await open();
    await loop(base.clock.now(), { kind: "promise" });
    say(change);
    expect(await plan()).toEqual({ outcome: "not-sent" });
    expect(await lastReason()).toEqual(reason);
  });

  it.each(["", "Sure! I would send it.", '{"send": true}', '{"send": true, "text": "x", "topic": ', '{"send":"yes"}'])(
    "sends nothing on an answer that is no such object: %s",
    async (text) => {
      const { base, plan, loop, lastReason } = await open();
      await loop(base.clock.now(), { kind: "promise" });
      base.models.script = () => answerWith(text);
      expect(await plan()).toEqual({ outcome: "not-sent" });
      expect(await lastReason()).toEqual({ rule: "model", said: "The model's answer could not be read." });
    },
  );

  it("decides nothing when the provider fails, so that it may be run again", async () => {
    const { base, plan, loop, say, decisions } = await open();
    await loop(base.clock.now(), { kind: "promise" });
    base.models.script = () => {
      throw new ProcodeError("UNAVAILABLE", "away", { reason: "provider-down" });
    };
    await expect(plan()).rejects.toMatchObject({ details: { reason: "provider-down" } });
    expect(await decisions()).toEqual([]);
    say();
    expect(await plan()).toMatchObject({ outcome: "planned" });
  });

  it("a model that always says send is held by novelty, caps, weights and the budget all the same", async () => {
    const { base, plan, loop, say, save, messages, lastReason } = await open();
    await save({ topics: { Tea: "often" } });
    const hour = async (text: string) => {
      base.clock.advance(HOUR);
      await loop(base.clock.now(), { kind: "promise" });
      say({ text, sendAt: new Date(0).toISOString() });
      await plan();
      return (await lastReason())?.rule;
    };
    expect(await hour("Tea is out: buy some.")).toBe("model");
    expect((await messages()).length).toBe(1);
    expect(await hour("Buy some tea: it is out!")).toBe("novelty");
    expect(await hour("The green one is cheap at the corner shop today.")).toBe("model");
    expect(await hour("Another thing entirely, about kettles and cups.")).toBe("caps");
    await save({ caps: { perDay: 10, perWeek: 50 }, budgetUsd: "0.02" });
    expect(await hour("And once more something new about the stove.")).toBe("budget");
    expect((await messages()).length).toBe(2);
  });

  it("tells a reminder again that was asked for again after it came, and not one that was asked for twice before", async () => {
    const { base, plan, loop, say, lastReason } = await open();
    await loop(base.clock.now());
    const again = new Date(base.clock.now().getTime() + HOUR);
    await loop(again);
    await plan();
    base.clock.advance(HOUR);
    say();
    await plan();
    expect((await lastReason())?.rule).toBe("novelty");
    base.clock.advance(HOUR);
    await loop(base.clock.now());
    say();
    expect(await plan()).toMatchObject({ outcome: "planned" });
  });

  it("tells what was asked for in the morning, at noon and in the evening three times", async () => {
    const { base, plan, loop, say, messages } = await open();
    for (const hours of [0, 4, 8]) await loop(new Date(base.clock.now().getTime() + hours * HOUR));
    for (let hours = 0; hours < 9; hours++) {
      say();
      await plan();
      base.clock.advance(HOUR);
    }
    expect(await messages()).toHaveLength(3);
  });

  it("tells all that was ordered for the hour at its minute: in the model's words, else in the person's, and not what is done", async () => {
    const { base, userId, plan, loop, say, messages } = await open();
    const at = (minutes: number) => new Date(base.clock.now().getTime() + minutes * 60_000);
    await loop(at(10));
    await loop(at(20), { words: "Call mum" });
    await loop(at(25), { words: "Fetch the coat" });
    await loop(at(28), { words: "Pay the rent" });
    await base.store.asUser(userId, (tx) =>
      tx.proactive.appendSchedule({
        ...{ id: base.ids.next(), words: "My plan for the day", topic: "Plan", weekdays: [2], at: "09:29" },
        createdAt: base.clock.now(),
      }),
    );
    await loop(at(5), { kind: "promise", topic: "Promises", words: "Send the invoice" });
    base.clock.advance(60_000);
    say({
      also: [
        { about: 2, send: true, text: "Mum waits for your call.", reason: "You asked for it." },
        { about: 4, send: false, text: "", reason: "You paid it." },
      ],
    });
    await plan();
    expect(
      (await messages()).map(({ text, scheduledFor }) => `${scheduledFor.toISOString().slice(11, 16)} ${text}`),
    ).toEqual([
      "09:29 You ordered for this time: My plan for the day",
      "09:25 You asked to be reminded: Fetch the coat",
      "09:20 Mum waits for your call.",
      "09:10 Tea is out: buy some.",
    ]);
    expect(
      [...base.store.tables().openLoops.values()].flatMap(({ words, closed }) =>
        closed ? [[words, closed.reason]] : [],
      ),
    ).toEqual([["Pay the rent", "You paid it."]]);
    expect(base.models.requests).toHaveLength(1);
  });

  it("keeps what nobody asked for out of the hour of what was ordered, and within limits that orders do not know", async () => {
    const { base, plan, loop, say, save, messages } = await open();
    await save({ caps: { perDay: 2, perWeek: 10 } });
    const at = (minutes: number) => new Date(base.clock.now().getTime() + minutes * 60_000);
    await loop(at(10));
    await loop(at(20), { words: "Call mum" });
    await loop(at(5), { kind: "promise", topic: "Promises", words: "Send the invoice" });
    // The promise stands third, and the model wants it.
    say({ about: 3, topic: "Promises", text: "The invoice is open.", reason: "You said it." });
    await plan();
    expect((await messages()).map(({ text }) => text)).toEqual([
      ...["You asked to be reminded: Call mum", "You asked to be reminded: Buy tea"],
    ]);
  });

  it("asks once after a silence, until the person writes again, whatever else came meanwhile", async () => {
    const { base, person, userId, plan, say, messages } = await open();
    await sendMessage(person, { clientId: base.ids.next(), text: "Check in on me." });
    await person.untilIdle();
    await base.store.asUser(userId, (tx) =>
      tx.proactive.appendSchedule({
        ...{
          id: base.ids.next(),
          words: "My plan for the day",
          topic: "Plan",
          weekdays: [1, 2, 3, 4, 5, 6, 7],
          at: "10:00",
        },
        createdAt: base.clock.now(),
      }),
    );
    const days = async (count: number) => {
      for (let hours = 0; hours < count * 24; hours++) {
        const isNoon = base.clock.now().getUTCHours() === 12;
        say(
          isNoon ? { topic: "Checking in", text: `How is it going? ${hours}` } : { topic: "Plan", text: "Your plan." },
        );
        await plan();
        base.clock.advance(HOUR);
      }
    };
    await days(9);
    const checked = async () => (await messages()).filter(({ rule }) => rule === "silence").length;
    expect(await checked()).toBe(1);
    const write = async () => {
      await sendMessage(person, { clientId: base.ids.next(), text: "Fine, thanks." });
      await person.untilIdle();
    };
    // Asked nine days ago, which is not asked again at once.
    await write();
    await days(9);
    expect(await checked()).toBe(1);
    await write();
    await days(9);
    expect(await checked()).toBe(2);
  });

  it("skips a schedule that falls into a snooze, with its reason, whatever else is due", async () => {
    const { base, userId, plan, loop, save, lastReason, messages } = await open();
    await base.store.asUser(userId, (tx) =>
      tx.proactive.appendSchedule({
        ...{ id: base.ids.next(), words: "My plan for the day", topic: "Plan", weekdays: [2], at: "09:30" },
        createdAt: base.clock.now(),
      }),
    );
    await save({ snoozedUntil: new Date(base.clock.now().getTime() + 3 * HOUR) });
    expect(await plan()).toEqual({ outcome: "not-sent" });
    expect(await lastReason()).toEqual({
      rule: "snooze",
      said: "You snoozed until 2026-11-24T12:00:00.000Z; a schedule skips that and comes the next time.",
    });
    base.clock.advance(HOUR);
    await loop(base.clock.now());
    expect(await plan()).toMatchObject({ scheduledFor: new Date("2026-11-24T12:00:00Z") });
    base.clock.advance(2 * HOUR);
    await plan();
    expect((await messages()).map(({ rule }) => rule)).toEqual(["reminder"]);
  });

  it("tells what stood beside something more urgent in the next hour", async () => {
    const { base, plan, loop, say, messages } = await open();
    await loop(base.clock.now(), { kind: "promise" });
    await loop(base.clock.now(), { kind: "promise", topic: "Invoice", words: "Send the invoice" });
    await plan();
    base.clock.advance(HOUR);
    say({ topic: "Invoice", text: "Send the invoice." });
    await plan();
    expect((await messages()).map(({ topic }) => topic)).toEqual(["Invoice", "Tea"]);
  });

  it("does not put off by more than a day, which would say nothing any more", async () => {
    const { base, plan, loop, save, lastReason } = await open();
    await save({ snoozedUntil: new Date(base.clock.now().getTime() + 25 * HOUR) });
    await loop(base.clock.now());
    expect(await plan()).toEqual({ outcome: "not-sent" });
    expect((await lastReason())?.rule).toBe("stale");
  });

  it("J5: after six hours away there is one catch-up at most, and what is too old is let go with its reason", async () => {
    const { base, plan, loop, say, messages } = await open();
    const start = base.clock.now().getTime();
    for (let hours = 0; hours < 9; hours++) await loop(new Date(start + hours * HOUR));
    base.clock.advance(9 * HOUR);
    say();
    await plan();
    expect((await messages()).length).toBe(1);
    const row = [...base.store.tables().openLoops.values()];
    expect(row.filter(({ closed }) => closed?.reason === "Its time went by before it could be told.").length).toBe(4);
  });

  it("lists in one query those who have something to be told, page by page, and nobody twice in an hour", async () => {
    const { base, plan, loop, job, userId } = await open();
    const at = base.clock.now();
    expect(await findProactivePeople(job, { at, after: null })).toEqual({ userIds: [], next: null });
    await loop(at);
    expect(await findProactivePeople(job, { at, after: null, limit: 1 })).toEqual({ userIds: [userId], next: userId });
    expect(await findProactivePeople(job, { at, after: userId })).toEqual({ userIds: [], next: null });
    await plan();
    expect(await findProactivePeople(job, { at, after: null })).toEqual({ userIds: [], next: null });
  });

  it("comes once on each day of an own schedule", async () => {
    const { base, userId, plan, say } = await open();
    await base.store.asUser(userId, async (tx) => {
      const plan = { id: base.ids.next(), words: "My plan for the day", topic: "Plan", weekdays: [2, 3], at: "10:00" };
      await tx.proactive.appendSchedule({ ...plan, createdAt: base.clock.now() });
    });
    const times: string[] = [];
    for (let hours = 0; hours < 72; hours++) {
      say({
        topic: "Plan",
        text: ["Rent, a run and the dentist.", "Two letters wait; pack for Berlin."][times.length] ?? "Rest.",
      });
      const planned = await plan();
      if (planned.outcome === "planned") times.push(planned.scheduledFor.toISOString());
      base.clock.advance(HOUR);
    }
    expect(times).toEqual(["2026-11-24T10:00:00.000Z", "2026-11-25T10:00:00.000Z"]);
  });
});
