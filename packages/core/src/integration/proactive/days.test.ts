import { expect, test } from "vitest";
import type { Context } from "../../context.ts";
import { createTestContext } from "../../testing/create-test-context.ts";
import { openProactivePerson } from "../../testing/proactive/open-proactive-person.ts";
import { claimProactive } from "./ledger/claim-proactive.ts";
import { settleProactive } from "./ledger/settle-proactive.ts";
import { planProactive } from "./planning/plan-proactive.ts";
import { sendProactive } from "./sending/send-proactive.ts";
import { HOUR_MS } from "./timing/hour-of.ts";
import { isQuiet } from "./timing/quiet-hours.ts";
import { wallAt } from "./timing/wall-clock.ts";

const TEXTS = "kettle cup stove leaf water shop morning letter garden violin bridge cloud".split(" ");

/** The weekend of a moving clock in each of these zones, with a clock that is half an hour or three quarters off among them. */
const WEEKENDS: [zone: string, from: string][] = [
  ["Europe/Warsaw", "2027-03-26T00:00Z"],
  ["Europe/Warsaw", "2026-10-23T00:00Z"],
  ["America/New_York", "2027-03-12T00:00Z"],
  ["Australia/Lord_Howe", "2026-10-02T00:00Z"],
  ["Pacific/Chatham", "2027-04-02T00:00Z"],
  ["Asia/Kathmandu", "2026-10-23T00:00Z"],
];

// The model says "send" whatever it is asked, every hour brings another promise, and the worker looks four times an hour.
test.each(WEEKENDS)(
  "a model that always says send wakes nobody in %s from %s on, and keeps every cap",
  async (zone, from) => {
    const base = createTestContext();
    base.clock.advance(Date.parse(from) - base.clock.now().getTime());
    const { userId, job, loop, say, save } = await openProactivePerson(base);
    await save({
      zone,
      channels: ["web"],
      caps: { perDay: 2, perWeek: 5 },
      topics: { Tea: "often" },
      budgetUsd: "100",
    });
    const { quietHours, caps } = await base.store.asUser(userId, (tx) => tx.proactive.getSettings());
    for (let hour = 0; hour < 4 * 24; hour++) {
      await loop(base.clock.now(), { kind: "promise" });
      const words = TEXTS.map((word, place) =>
        (hour >> (place % 7)) & 1 ? `${word}${hour}` : word.slice(0, 2) + hour,
      );
      say({ text: words.slice(0, 6).join(" "), sendAt: new Date(0).toISOString() });
      await planProactive(job, { userId, at: base.clock.now() });
      for (let quarter = 0; quarter < 4; quarter++) {
        await sendDue(job);
        base.clock.advance(HOUR_MS / 4);
      }
    }
    const rows = [...base.store.tables().proactiveMessages.values()];
    const sent = rows
      .filter(({ state }) => state === "sent")
      .map(({ takenAt }) => wallAt(zone, takenAt?.getTime() ?? 0));
    expect(sent.length).toBeGreaterThan(3);
    expect(sent.filter((wall) => isQuiet(quietHours, wall))).toEqual([]);
    for (const day of Object.values(Object.groupBy(sent, ({ date }) => date)))
      expect(day?.length).toBeLessThanOrEqual(caps.perDay);
    for (const week of Object.values(Object.groupBy(sent, ({ week }) => week)))
      expect(week?.length).toBeLessThanOrEqual(caps.perWeek);
    expect(new Set(rows.map(({ slot }) => slot.getTime())).size).toBe(rows.length);
    expect(base.store.tables().proactiveDecisions.size).toBe(4 * 24);
  },
);

async function sendDue(job: Context): Promise<void> {
  for (const owner of await claimProactive(job, { limit: 10 })) await sendProactive(job, owner);
  await settleProactive(job);
}
