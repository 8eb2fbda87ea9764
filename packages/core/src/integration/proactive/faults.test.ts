import { describe, expect, test } from "vitest";
import { createTestContext } from "../../testing/create-test-context.ts";
import { connectChats } from "../../testing/telegram/connect-chats.ts";
import { findProactiveProblems } from "../../testing/proactive/find-proactive-problems.ts";
import { type ProactiveFaultRun, runProactiveFaults } from "../../testing/proactive/run-proactive-faults.ts";

const SEEDS = Array.from({ length: 25 }, (_, index) => index + 1);
const CHATS = [501, 502, 503];
const HOURS = 6;

async function runSeed(seed: number) {
  const base = createTestContext();
  const people = await connectChats(base, CHATS, async () => (await base.newPerson()).userId);
  const run = await runProactiveFaults({
    seed,
    people,
    hours: HOURS,
    kills: 8,
    services: base,
    models: base.models,
    telegram: base.channels.telegram,
    pass: async (seconds) => base.clock.advance(seconds * 1_000),
  });
  const { proactiveMessages, proactiveDecisions } = base.store.tables();
  return { run, rows: [...proactiveMessages.values()], decisions: proactiveDecisions.size };
}

describe("J1, J2, J3: processes that die at any commit, stall past their lease, and a Telegram that misbehaves", () => {
  const seen: { run: ProactiveFaultRun; states: Map<string, number> }[] = [];

  test.each(SEEDS)("nothing is sent twice or lost in silence (seed %i)", async (seed) => {
    const { run, rows, decisions } = await runSeed(seed);
    expect(findProactiveProblems(run, rows)).toEqual([]);
    expect(decisions).toBe(CHATS.length * HOURS);
    expect(rows.length).toBeLessThanOrEqual(CHATS.length * HOURS);
    seen.push({
      run,
      states: new Map(
        Object.entries(Object.groupBy(rows, ({ state }) => state)).map(([state, all]) => [state, all.length]),
      ),
    });
  });

  test("the seeds reach what they are for", () => {
    const sum = (count: (one: (typeof seen)[number]) => number) => seen.reduce((total, one) => total + count(one), 0);
    expect(sum(({ run }) => run.kills)).toBeGreaterThan(100);
    expect(sum(({ run }) => run.late)).toBeGreaterThan(5);
    expect(sum(({ run }) => run.cuts)).toBeGreaterThan(20);
    expect(sum(({ states }) => states.get("sent") ?? 0)).toBeGreaterThan(100);
    expect(sum(({ states }) => states.get("uncertain") ?? 0)).toBeGreaterThan(10);
  });
});
