import { expect, it } from "vitest";
import { sendMessage } from "../../../conversation/send-message.ts";
import { CONSUMERS } from "../../../relay/consumers.ts";
import { relayPerson } from "../../../relay/relay-person.ts";
import { createTestContext } from "../../../testing/create-test-context.ts";
import { openProactivePerson } from "../../../testing/proactive/open-proactive-person.ts";
import { updateProactive } from "../control/update-proactive.ts";
import { claimProactive } from "../ledger/claim-proactive.ts";
import { sendProactive } from "../sending/send-proactive.ts";
import { noteProactive } from "./note-proactive.ts";
import { planProactive } from "./plan-proactive.ts";

const MINUTE = 60_000;

/** At nine on a Tuesday morning, after the run of that hour. */
async function open() {
  const base = createTestContext();
  const opened = await openProactivePerson(base);
  const { userId, person, job } = opened;
  await opened.save({ channels: ["web"] });
  await planProactive(job, { userId, at: base.clock.now() });
  const write = async (text: string) => {
    await sendMessage(person, { clientId: base.ids.next(), text });
    await person.untilIdle();
    await relayPerson(job, { userId, consumers: CONSUMERS });
  };
  const messages = () => base.store.asUser(userId, (tx) => tx.proactive.listSince(new Date(0)));
  const minute = async () => {
    const states: string[] = [];
    for (const owner of await claimProactive(job, { limit: 10 })) states.push((await sendProactive(job, owner)).state);
    return states;
  };
  return { ...opened, base, write, messages, minute };
}

it("a reminder for an hour whose run is over comes at its minute, once, in the person's words and without a model", async () => {
  const { base, write, messages, minute, job, userId } = await open();
  await write("Remind me in 20 minutes to call mum.");
  const asked = base.models.requests.length;
  expect(await messages()).toMatchObject([
    {
      ...{ state: "scheduled", rule: "reminder", text: "You asked to be reminded: call mum", model: null },
      ...{ scheduledFor: new Date("2026-11-24T09:20:00Z"), slot: new Date("2026-11-24T09:20:00Z") },
      expiresAt: new Date("2026-11-24T15:20:00Z"),
    },
  ]);
  base.clock.advance(19 * MINUTE);
  expect(await minute()).toEqual([]);
  base.clock.advance(MINUTE);
  expect(await minute()).toEqual(["sent"]);
  expect(await minute()).toEqual([]);
  base.clock.advance(40 * MINUTE);
  await planProactive(job, { userId, at: base.clock.now() });
  expect(await messages()).toHaveLength(1);
  expect(base.models.requests).toHaveLength(asked);
});

it("what it was planned from, given again, plans nothing more; the run of its hour finds it planned", async () => {
  const { base, write, messages, job, userId } = await open();
  await write("Remind me at 10:05 to call mum.");
  await base.store.asUser(userId, async (tx) => {
    const sent = (await tx.events.listAfter(0n, 100)).find(({ type }) => type === "MessageSent");
    if (sent) await noteProactive.consume(tx, sent, job);
  });
  base.clock.advance(60 * MINUTE);
  expect(await planProactive(job, { userId, at: base.clock.now() })).toEqual({ outcome: "not-sent" });
  expect(await messages()).toMatchObject([{ scheduledFor: new Date("2026-11-24T10:05:00Z") }]);
});

it("one that is hours away waits for the run of its hour, and for its minute whatever the model wishes", async () => {
  const { base, write, messages, say, job, userId } = await open();
  await write("Remind me at 14:25 to call mum.");
  expect(await messages()).toEqual([]);
  base.clock.advance(5 * 60 * MINUTE);
  say({ topic: "Reminders", text: "Time to call mum.", sendAt: "2026-11-24T15:40:00Z" });
  await planProactive(job, { userId, at: base.clock.now() });
  expect(await messages()).toMatchObject([
    { scheduledFor: new Date("2026-11-24T14:25:00Z"), text: "Time to call mum." },
  ]);
});

it("two in one hour come each at its minute, and so does one beside limits that are used up", async () => {
  const { base, write, messages, minute, save } = await open();
  await save({ caps: { perDay: 1, perWeek: 1 } });
  await write("Remind me in 10 minutes to call mum. Remind me in 40 minutes to call dad.");
  expect((await messages()).map(({ text, scheduledFor }) => [text, scheduledFor.toISOString()])).toEqual([
    ["You asked to be reminded: call dad", "2026-11-24T09:40:00.000Z"],
    ["You asked to be reminded: call mum", "2026-11-24T09:10:00.000Z"],
  ]);
  base.clock.advance(10 * MINUTE);
  expect(await minute()).toEqual(["sent"]);
  base.clock.advance(30 * MINUTE);
  expect(await minute()).toEqual(["sent"]);
});

it("the same words for the same minute, written twice, come once", async () => {
  const { write, messages } = await open();
  await write("Remind me at 10:05 to call mum.");
  await write("Remind me to call mum at 10:05!");
  await write("Remind me to call dad at 10:05!");
  expect((await messages()).map(({ text }) => text).sort()).toEqual([
    ...["You asked to be reminded: call dad", "You asked to be reminded: call mum"],
  ]);
});

it("what the night put off comes one in an hour, so that nobody wakes up to a heap", async () => {
  const { base, write, messages, save } = await open();
  const quiet = { from: "09:05", to: "11:30" };
  await save({ quietHours: [quiet, quiet, quiet, quiet, quiet, quiet, quiet] });
  await write("Remind me in 10 minutes to call mum. Remind me in 20 minutes to call dad.");
  expect((await messages()).map(({ scheduledFor }) => scheduledFor.toISOString().slice(11, 16))).toEqual([
    ...["12:00", "11:30"],
  ]);
  expect(base.models.requests).toHaveLength(1);
});

it.each([
  ["a muted topic", { topics: { Reminders: "never" as const } }],
  ["no channel", { channels: [] }],
  ["a switch that is off", { optedInAt: null }],
])("%s plans nothing", async (_, change) => {
  const { write, messages, save } = await open();
  await save(change);
  await write("Remind me in 20 minutes to call mum.");
  expect(await messages()).toEqual([]);
});

it("a month's budget that is used up holds no reminder back, for that is told without a model", async () => {
  const { base, write, messages, minute, save } = await open();
  await save({ budgetUsd: "0" });
  await write("Remind me in 20 minutes to call mum.");
  base.clock.advance(20 * MINUTE);
  expect([await minute(), (await messages()).map(({ text }) => text)]).toEqual([
    ...[["sent"], ["You asked to be reminded: call mum"]],
  ]);
});

it("passes every rule as it is sent: quiet hours put it off, a topic that was muted meanwhile and a switch lose it", async () => {
  const { base, write, messages, minute, save, person } = await open();
  await write("Remind me in 20 minutes to call mum.");
  const quiet = { from: "09:10", to: "09:45" };
  await save({ quietHours: [quiet, quiet, quiet, quiet, quiet, quiet, quiet] });
  base.clock.advance(20 * MINUTE);
  expect(await minute()).toEqual(["deferred"]);
  base.clock.advance(25 * MINUTE);
  await save({ topics: { Reminders: "never" } });
  expect(await minute()).toEqual(["cancelled"]);
  await save({ topics: {} });
  await write("Remind me in 20 minutes to call dad.");
  expect((await messages()).filter(({ state }) => state === "scheduled")).toHaveLength(1);
  await updateProactive(person, { optedIn: false });
  base.clock.advance(30 * MINUTE);
  expect(await minute()).toEqual([]);
  expect((await messages()).map(({ state }) => state)).toEqual(["cancelled", "cancelled"]);
});
