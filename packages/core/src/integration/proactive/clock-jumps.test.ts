import { describe, expect, test } from "vitest";
import { createTestContext } from "../../testing/create-test-context.ts";
import { connectChats } from "../../testing/telegram/connect-chats.ts";
import { findProactiveProblems } from "../../testing/proactive/find-proactive-problems.ts";
import { runProactiveFaults } from "../../testing/proactive/run-proactive-faults.ts";
import { seeded } from "../../testing/telegram/seeded.ts";

const HOUR_MS = 3_600_000;
const CHATS = [501, 502];
const HOURS = 4;

/** The same work as in the test of faults, where the clock of the processes, or of the database, jumps an hour at times. */
async function runSeed(seed: number, whose: "processes" | "database") {
  const base = createTestContext();
  const random = seeded(seed * 7);
  const people = await connectChats(base, CHATS, async () => (await base.newPerson()).userId);
  let [shiftMs, jumps] = [0, 0];
  function jump() {
    if (random.chance() > 0.2) return;
    jumps++;
    const before = shiftMs;
    shiftMs = random.pick([-HOUR_MS, 0, HOUR_MS]);
    if (whose === "database") base.store.shiftLeaseTime((shiftMs - before) / 1_000);
  }
  const now = () => new Date(base.clock.now().getTime() + (whose === "processes" ? shiftMs : 0));
  const run = await runProactiveFaults({
    ...{ seed, people, hours: HOURS, kills: 4, models: base.models, telegram: base.channels.telegram },
    services: { ...base, clock: { ...base.clock, now } },
    async pass(seconds) {
      base.clock.advance(seconds * 1_000);
      jump();
    },
  });
  const { proactiveMessages, proactiveDecisions } = base.store.tables();
  return { run, jumps, rows: [...proactiveMessages.values()], decisions: [...proactiveDecisions.values()] };
}

describe.each(["processes", "database"] as const)(
  "J8: when the clock of the %s jumps an hour ahead or back",
  (whose) => {
    test.each([1, 2, 3, 4, 5, 6])("leases and slots hold: nothing is sent twice or lost (seed %i)", async (seed) => {
      const { run, jumps, rows, decisions } = await runSeed(seed, whose);
      expect(jumps).toBeGreaterThan(5);
      expect(findProactiveProblems(run, rows)).toEqual([]);
      expect(decisions).toHaveLength(CHATS.length * HOURS);
      const slots = rows.map(({ userId, slot }) => `${userId} ${slot.toISOString()}`);
      expect(new Set(slots).size).toBe(slots.length);
      expect(run.accepted.size).toBeGreaterThan(0);
    });
  },
);
