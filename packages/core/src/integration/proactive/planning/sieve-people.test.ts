import { describe, expect, test } from "vitest";
import { createTestContext } from "../../../testing/create-test-context.ts";
import { findSieveProblems, type SieveRun } from "../../../testing/proactive/find-sieve-problems.ts";

describe("a set of people is sieved by the planner's own rules", () => {
  const runs: SieveRun[] = [];

  test.each(Array.from({ length: 20 }, (_, index) => index + 1))(
    "whom it holds back the planner would not have asked a model about, whom it finds it does (seed %i)",
    async (seed) => {
      const base = createTestContext();
      const userIds: string[] = [];
      for (let count = 0; count < 30; count++) userIds.push((await base.newPerson()).userId);
      const run = await findSieveProblems({ services: base, models: base.models, userIds, seed });
      expect(run.problems).toEqual([]);
      runs.push(run);
    },
  );

  test("the seeds reach what they are for", () => {
    const sum = (count: (run: SieveRun) => number) => runs.reduce((total, run) => total + count(run), 0);
    expect(sum(({ found }) => found)).toBeGreaterThan(30);
    expect(sum(({ held }) => held)).toBeGreaterThan(30);
    expect(sum(({ passed }) => passed)).toBeGreaterThan(30);
  });
});
