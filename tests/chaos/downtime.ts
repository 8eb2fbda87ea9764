import { findDowntimeProblems } from "@procode/core/testing";
import { runDatabaseDowntime } from "@procode/db/testing";
import type { ChaosResult } from "./scenarios.ts";

const PEOPLE = 30;

/** Everything is down for one to twelve hours and then up again; the same seed has the same people and the same outage. */
export async function runDowntimeSeed({ seed }: { seed: number }): Promise<ChaosResult> {
  const run = await runDatabaseDowntime(seed, PEOPLE);
  const states = Map.groupBy(run.rows.last, ({ state }) => state);
  const ends = [...states].map(([state, rows]) => `${rows.length} ${state}`).join(", ");
  return {
    summary: `${run.outageHours} hours, ${run.people.length} people, ${run.inFlight.length} on their way when it began, ${run.calls.length} calls to Telegram after it; ${ends}`,
    problems: findDowntimeProblems(run),
  };
}
