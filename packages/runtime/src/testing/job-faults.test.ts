import { expect, test } from "vitest";
import { databaseWorld, deaths, memoryWorld } from "./job-worlds.ts";
import { runJobFaults } from "./run-job-faults.ts";

test("a process that ends at any of its transactions, before it or after it, loses nothing and repeats nothing that is remembered", async () => {
  const calm = await runJobFaults(memoryWorld({ orders: 1 }));
  expect(calm).toMatchObject({ problems: [], kills: 0, executions: 4 });
  // A third of the places, another one each time the story grows; `npm run chaos -- jobs` takes them all.
  for (let place = calm.transactions % 3; place < calm.transactions; place += 3) {
    for (const death of ["before", "after"] as const) {
      const { problems, kills } = await runJobFaults(
        memoryWorld({ orders: 1, dies: (transaction) => (transaction === place ? death : null) }),
      );
      expect({ place, death, problems, kills }).toEqual({ place, death, problems: [], kills: 1 });
    }
  }
});

test.each(Array.from({ length: 8 }, (_, index) => index + 1))(
  "three executors share one store, and fifteen deaths change nothing (seed %i)",
  async (seed) => {
    const end = await runJobFaults(memoryWorld({ seed, orders: 6, processes: 3, dies: deaths(15, 0.1) }));
    expect(end).toMatchObject({ problems: [], kills: 15 });
  },
);

test.each([1, 2, 3, 4])(
  "calls that outlast their lease while others take over are refused: each order ends once, with what was remembered (seed %i)",
  async (seed) => {
    const end = await runJobFaults(memoryWorld({ seed, orders: 4, processes: 3, dies: deaths(5, 0.05), stalls: 6 }));
    expect(end).toMatchObject({ problems: [], stalls: 6 });
  },
);

test("two executors and one PostgreSQL: of six orders and ten deaths none is lost, doubled or half done", async () => {
  const world = await databaseWorld({ seed: 7, orders: 6, processes: 2, dies: deaths(10, 0.1) });
  const end = await runJobFaults(world);
  expect(end).toMatchObject({ problems: [], kills: 10 });
  await world.close();
}, 120_000);
