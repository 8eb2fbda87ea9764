import { expect, test } from "vitest";
import { createTestContext } from "../../testing/create-test-context.ts";
import { downtimeStart } from "../../testing/proactive/downtime/downtime-start.ts";
import { findDowntimeProblems } from "../../testing/proactive/downtime/find-downtime-problems.ts";
import { runDowntime } from "../../testing/proactive/downtime/run-downtime.ts";

// On rows in memory, where a seed takes a moment; on PostgreSQL see db, and `npm run chaos -- downtime` for as many as one likes.
test.each(Array.from({ length: 10 }, (_, index) => index + 1))(
  "J4, J5, J7, J10: after an outage of hours each missed slot has one catch-up at most, the rest is let go of with its reason, and there is no storm (seed %i)",
  async (seed) => {
    const base = createTestContext();
    base.clock.advance(downtimeStart(seed).getTime() - base.clock.now().getTime());
    const run = await runDowntime({
      ...{ seed, people: 12, services: base, models: base.models, telegram: base.channels.telegram },
      newPerson: async () => (await base.newPerson()).userId,
      pass: async (seconds) => base.clock.advance(seconds * 1_000),
    });
    expect(findDowntimeProblems(run)).toEqual([]);
    expect(run.calls.length).toBeGreaterThan(30);
  },
);
