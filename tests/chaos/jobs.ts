import { databaseWorld, deaths, memoryWorld } from "../../packages/runtime/src/testing/job-worlds.ts";
import { type JobRunEnd, runJobFaults } from "../../packages/runtime/src/testing/run-job-faults.ts";
import type { ChaosResult } from "./scenarios.ts";

const ORDERS = 30;

/** Executors of jobs that end before and after each of their transactions, and at random over one PostgreSQL while calls outlast their lease. */
export async function runJobs({ seed, kills }: { seed: number; kills: number }): Promise<ChaosResult> {
  const problems: string[] = [];
  const take = (where: string, end: JobRunEnd) =>
    void problems.push(...end.problems.map((problem) => `${where}: ${problem}`));
  const calm = await runJobFaults(memoryWorld({ seed, orders: 1 }));
  for (let place = 0; place < calm.transactions; place++) {
    for (const death of ["before", "after"] as const) {
      const dies = (transaction: number) => (transaction === place ? death : null);
      take(`${death} transaction ${place}`, await runJobFaults(memoryWorld({ seed, orders: 1, dies })));
    }
  }
  const world = await databaseWorld({ seed, orders: ORDERS, processes: 3, dies: deaths(kills, 0.05), stalls: kills });
  try {
    const end = await runJobFaults(world);
    take("PostgreSQL", end);
    const places = 2 * calm.transactions;
    const summary = `${places} places to die at, then ${ORDERS} orders, ${end.kills} deaths and ${end.stalls} calls that outlasted their lease, ${problems.length} problems`;
    return { summary, problems };
  } finally {
    await world.close();
  }
}
