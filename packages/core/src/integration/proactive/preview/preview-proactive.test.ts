import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Context } from "../../../context.ts";
import { createTestContext } from "../../../testing/create-test-context.ts";
import { openProactivePerson } from "../../../testing/proactive/open-proactive-person.ts";
import { scheduleReminder } from "../../../testing/proactive/schedule-reminder.ts";
import { answerWith } from "../../../testing/scripted-provider.ts";
import { addProactiveSchedule } from "../control/add-proactive-schedule.ts";
import { claimProactive } from "../ledger/claim-proactive.ts";
import { settleProactive } from "../ledger/settle-proactive.ts";
import { findProactivePeople } from "../planning/find-proactive-people.ts";
import { planProactive } from "../planning/plan-proactive.ts";
import { sendProactiveTo } from "../sending/send-proactive-to.ts";
import { HOUR_MS } from "../timing/hour-of.ts";
import { isQuiet } from "../timing/quiet-hours.ts";
import { wallAt } from "../timing/wall-clock.ts";
import { previewProactive } from "./preview-proactive.ts";

const DAY_MS = 24 * HOUR_MS;
const TOPICS = ["Tea", "Plan", "Taxes"];

describe("previewProactive", () => {
  it("shows an own schedule on each of its days, asks no model and stores nothing", async () => {
    const base = createTestContext();
    const { person } = await openProactivePerson(base);
    await addProactiveSchedule(person, { words: "My plan", topic: "Plan", weekdays: [1, 2, 3, 4, 5], at: "08:00" });
    const before = structuredClone(base.store.tables());
    const { from, to, items } = await previewProactive(person);
    expect(to.getTime() - from.getTime()).toBe(7 * DAY_MS);
    // From Tuesday the 24th, 09:30.
    const plans = items.filter(({ rule }) => rule === "schedule");
    expect(plans.map(({ at }) => at.toISOString().slice(5, 16))).toEqual([
      ...["11-25T08:00", "11-26T08:00", "11-27T08:00", "11-30T08:00", "12-01T08:00"],
    ]);
    expect(new Set(plans.map(({ outcome }) => outcome))).toEqual(new Set(["told"]));
    expect(plans[0]?.reasons.map(({ rule }) => rule)).toContain("quiet");
    expect(base.models.requests).toEqual([]);
    expect(base.store.tables()).toEqual(before);
  });

  it("says why something would not come, and is empty while it is switched off", async () => {
    const base = createTestContext();
    const { person, save, loop } = await openProactivePerson(base);
    await loop(new Date(base.clock.now().getTime() + 5 * HOUR_MS));
    await save({ topics: { Tea: "never" } });
    const { items } = await previewProactive(person);
    expect(items).toMatchObject([{ outcome: "held", topic: "Tea" }]);
    expect(items[0]?.reasons.at(-1)).toEqual({ rule: "topic", said: 'You muted "Tea".' });
    await save({ optedInAt: null });
    expect((await previewProactive(person)).items).toEqual([]);
  });

  it("knows the letters: one a day with all that waits for it, as they then go, and what can not wait goes the next way", async () => {
    const base = createTestContext();
    const { userId, person, job, loop, save } = await openProactivePerson(base);
    await save({ channels: ["email", "web"], caps: { perDay: 10, perWeek: 50 }, budgetUsd: "100" });
    const due: [topic: string, kind: "reminder" | "goal", at: string][] = [
      ["Today at once", "reminder", "2026-11-24T10:05:00Z"],
      // Six hours are not enough to wait for tomorrow's.
      ["After the letter", "reminder", "2026-11-24T11:30:00Z"],
      ["Can wait for a day", "goal", "2026-11-24T12:00:00Z"],
      ["Before nine", "reminder", "2026-11-25T08:20:00Z"],
      ["In the afternoon", "reminder", "2026-11-26T15:20:00Z"],
    ];
    for (const [topic, kind, at] of due) await loop(new Date(at), { topic, kind, words: topic });
    const time = (at: Date | null) => at?.toISOString().slice(5, 16) ?? null;
    const { items, letters } = await previewProactive(person);
    expect(items.map(({ topic, letterAt }) => [topic, time(letterAt)])).toEqual([
      ["Today at once", "11-24T10:05"],
      ["After the letter", null],
      ["Can wait for a day", "11-25T09:00"],
      ["Before nine", "11-25T09:00"],
      ["In the afternoon", "11-26T15:20"],
    ]);
    const times = letters.map(({ at }) => time(at));
    expect(times).toEqual(["11-24T10:05", "11-25T09:00", "11-26T15:20"]);

    await liveThrough(base, job, { userId, untilMs: Date.parse("2026-11-27T00:00:00Z") });
    expect(base.channels.email.accepted.map(({ at }) => time(at))).toEqual(times);
    const rows = await base.store.asUser(userId, (tx) => tx.proactive.listSince(new Date(0)));
    const by = (channel: string) => rows.filter((row) => row.channel === channel).map(({ topic }) => topic);
    expect(by("web")).toEqual(["After the letter"]);
    expect(by("email")).toHaveLength(4);
  });

  it("knows of no letter where e-mail is not the first way that can be used, and tells which planned message is in one", async () => {
    const base = createTestContext();
    const { userId, person, job, save } = await openProactivePerson(base);
    const atMs = Date.parse("2026-11-24T21:00:00Z");
    const id = await scheduleReminder(job, { userId, text: "Buy tea.", atMs, forHours: 24 });
    await save({ channels: ["telegram", "email"] });
    expect((await previewProactive(person)).letters).toEqual([]);
    await save({ channels: ["email", "telegram"] });
    expect((await previewProactive(person)).letters).toEqual([{ at: new Date(atMs), messageIds: [id] }]);
  });

  it("is what the planner then decides hour by hour, keeps the caps and wakes nobody", async () => {
    const loops = fc.array(
      fc.record({
        topic: fc.constantFrom(...TOPICS),
        kind: fc.constantFrom("reminder" as const, "promise" as const, "goal" as const),
        inMinutes: fc.integer({ min: 0, max: 7 * 24 * 12 - 1 }).map((steps) => steps * 5),
      }),
      { maxLength: 8 },
    );
    const schedules = fc.array(
      fc.record({
        topic: fc.constantFrom(...TOPICS),
        weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
        at: fc
          .integer({ min: 0, max: 47 })
          .map((half) => `${String(half >> 1).padStart(2, "0")}:${half & 1 ? 30 : "00"}`),
      }),
      { maxLength: 3 },
    );
    const wishes = fc.record({
      zone: fc.constantFrom("Europe/Warsaw", "Asia/Kathmandu", "America/New_York"),
      caps: fc.record({ perDay: fc.integer({ min: 1, max: 3 }), perWeek: fc.integer({ min: 1, max: 10 }) }),
      weights: fc.array(fc.constantFrom("often" as const, "sometimes" as const, "rarely" as const, "never" as const), {
        minLength: 3,
        maxLength: 3,
      }),
      snoozeHours: fc.option(fc.integer({ min: 1, max: 50 })),
    });
    await fc.assert(
      fc.asyncProperty(loops, schedules, wishes, async (loops, schedules, { weights, snoozeHours, ...wish }) => {
        const base = createTestContext();
        const { userId, person, job, loop, save } = await openProactivePerson(base);
        const startMs = base.clock.now().getTime();
        const snoozedUntil = snoozeHours === null ? null : new Date(startMs + snoozeHours * HOUR_MS);
        const topics = Object.fromEntries(TOPICS.map((topic, place) => [topic, weights[place] ?? "often"]));
        await save({ ...wish, topics, snoozedUntil, channels: ["web"], budgetUsd: "100" });
        for (const { inMinutes, ...rest } of loops)
          await loop(new Date(startMs + inMinutes * 60_000), { ...rest, words: `Loop ${inMinutes}` });
        for (const one of schedules) await addProactiveSchedule(person, { ...one, words: `Schedule ${one.at}` });

        const { items } = await previewProactive(person);
        const told = items
          .filter(({ outcome }) => outcome === "told")
          .map(({ topic, at }) => `${at.toISOString()} ${topic}`);
        const { quietHours, caps, zone } = await base.store.asUser(userId, (tx) => tx.proactive.getSettings());
        const all = items.filter(({ outcome }) => outcome === "told");
        const wallsOf = (some: typeof all) => some.map(({ at }) => wallAt(zone, at.getTime()));
        expect(wallsOf(all).filter((wall) => isQuiet(quietHours, wall))).toEqual([]);
        const unasked = wallsOf(all.filter(({ rule }) => rule !== "reminder" && rule !== "schedule"));
        for (const day of Object.values(Object.groupBy(unasked, ({ date }) => date)))
          expect(day?.length).toBeLessThanOrEqual(caps.perDay);
        for (const week of Object.values(Object.groupBy(unasked, ({ week }) => week)))
          expect(week?.length).toBeLessThanOrEqual(caps.perWeek);

        await liveThrough(base, job, { userId, untilMs: startMs + 7 * DAY_MS });
        const rows = await base.store.asUser(userId, (tx) => tx.proactive.listSince(new Date(0)));
        expect(rows.map(({ scheduledFor, topic }) => `${scheduledFor.toISOString()} ${topic}`).sort()).toEqual(
          told.sort(),
        );
      }),
      { numRuns: 6, seed: 5 },
    );
  }, 60_000);
});

/** Every hour the run and its plan, with a model that says yes to the most urgent, and each message sent at its minute. */
async function liveThrough(
  base: ReturnType<typeof createTestContext>,
  job: Context,
  { userId, untilMs }: { userId: string; untilMs: number },
): Promise<void> {
  let calls = 0;
  base.models.script = ({ messages }) => {
    const [, topic = ""] = /topic "([^"]+)"/.exec(messages.at(-1)?.content.toString() ?? "") ?? [];
    const text = `w${++calls}a w${calls}b w${calls}c`;
    const answer = { send: true, text, topic, reason: "Because.", sendAt: new Date(0).toISOString(), confidence: 0.9 };
    return answerWith(JSON.stringify(answer));
  };
  while (base.clock.now().getTime() < untilMs) {
    const at = base.clock.now();
    const { userIds } = await findProactivePeople(job, { at, after: null });
    if (userIds.includes(userId)) await planProactive(job, { userId, at });
    const endMs = Math.floor(at.getTime() / HOUR_MS) * HOUR_MS + HOUR_MS;
    for (;;) {
      const waiting = (await base.store.asUser(userId, (tx) => tx.proactive.listSince(new Date(0)))).filter(
        ({ state, scheduledFor }) => state === "scheduled" && scheduledFor.getTime() < endMs,
      );
      const next = waiting.at(-1);
      if (!next) break;
      base.clock.advance(Math.max(0, next.scheduledFor.getTime() - base.clock.now().getTime()));
      await sendProactiveTo(job, { userId, owners: await claimProactive(job, { limit: 10 }) });
      await settleProactive(job);
    }
    base.clock.advance(endMs - base.clock.now().getTime());
  }
}
