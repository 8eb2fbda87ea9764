import { createTestContext } from "@procode/core/testing";
import { createTestStore, startTestDatabase } from "@procode/db/testing";
import type { JobWorld, StoredRun, StoredStep } from "./run-job-faults.ts";

const CALM: Pick<JobWorld, "seed" | "orders" | "processes" | "dies" | "stalls"> = {
  ...{ seed: 1, orders: 3, processes: 1, stalls: 0 },
  dies: () => null,
};

/** Rows in memory, where a run takes milliseconds. */
export function memoryWorld(change: Partial<JobWorld>): JobWorld {
  const { store, ids } = createTestContext();
  return {
    ...{ store, ids, ...CALM },
    pass: async (seconds) => store.shiftLeaseTime(seconds),
    readRuns: async () => [...store.tables().jobRuns.values()],
    readSteps: async () => [...store.tables().jobSteps.values()],
    ...change,
  };
}

/** At random, as long as some are left. */
export function deaths(most: number, share: number): JobWorld["dies"] {
  let left = most;
  return (_, chance) => {
    if (left === 0 || chance() >= share) return null;
    left--;
    return chance() < 0.5 ? "before" : "after";
  };
}

/** Rows in a PostgreSQL of their own, whose `close` comes last. */
export async function databaseWorld(change: Partial<JobWorld>): Promise<JobWorld & { close(): Promise<void> }> {
  const database = await startTestDatabase();
  const { store, ids } = createTestStore(database);
  return {
    ...{ store, ids, ...CALM },
    pass: database.shiftLeaseTime,
    readRuns: () =>
      database.query<StoredRun>(
        `SELECT id, function_id AS "functionId", event_id AS "eventId", state, output FROM job_runs`,
      ),
    readSteps: () => database.query<StoredStep>(`SELECT run_id AS "runId", name, state, output FROM job_steps`),
    ...change,
    async close() {
      await store.close();
      await database.stop();
    },
  };
}
