import { findDowntimeProblems } from "@procode/core/testing";
import { expect, test } from "vitest";
import { runDatabaseDowntime } from "../../testing/run-database-downtime.ts";

// Any number of seeds, with more people: `npm run chaos -- downtime --seed 1 --seeds 100`.
test.each([1, 2])(
  "J4, J5, J7, J10: after an outage of hours each missed slot has one catch-up at most within its window, the rest is let go of with its reason, and there is no storm (seed %i)",
  async (seed) => {
    const run = await runDatabaseDowntime(seed, 8);
    expect(findDowntimeProblems(run)).toEqual([]);
    // Enough for Telegram's pace to matter, and something of each kind.
    expect(run.calls.length).toBeGreaterThan(30);
    expect(run.rows.last.map(({ state }) => state)).toEqual(expect.arrayContaining(["sent", "expired"]));
  },
  60_000,
);
