import { describe, expect, it } from "vitest";
import { createTestContext, findRelayProblems, readTrace, runRelayFaults } from "../testing/index.ts";
import type { RelayWorld } from "../testing/relay/run-relay-faults.ts";

async function run(seed: number, change: Partial<RelayWorld> = {}) {
  const ctx = createTestContext();
  const userIds = [(await ctx.newPerson()).userId, (await ctx.newPerson()).userId, (await ctx.newPerson()).userId];
  const pass = async (seconds: number) => ctx.store.shiftLeaseTime(seconds);
  const ended = await runRelayFaults({
    ...{ seed, services: ctx, userIds, events: 120, kills: 15, pass, cut: null },
    ...change,
  });
  const problems: string[] = [];
  for (const userId of userIds) {
    const dead = [...ctx.store.tables().deadEvents.values()].filter((row) => row.userId === userId);
    const trace = await ctx.store.asUser(userId, readTrace);
    problems.push(
      ...findRelayProblems(ended, {
        ...{ userId, ...trace },
        dead: dead.map(({ consumer, eventId }) => `${consumer} ${eventId}`),
      }),
    );
  }
  return { ...ended, problems };
}

describe("three processes relay what three writers append", () => {
  it.each(Array.from({ length: 25 }, (_, index) => index + 1))(
    "whatever breaks, each event is consumed once and in order (seed %i)",
    async (seed) => {
      const { problems, kills, refused } = await run(seed);
      expect(problems).toEqual([]);
      expect(kills).toBe(15);
      expect(refused).toBeGreaterThan(0);
    },
  );

  it("an effect outside of the mark's transaction is found: some of it comes twice", async () => {
    const ctx = createTestContext();
    const seen: string[] = [];
    const { problems } = await run(1, {
      consumersOf: (recorders) =>
        recorders.map((recorder) => ({
          ...recorder,
          async consume(tx, event, ctx) {
            // As if it had committed by itself.
            seen.push(`${recorder.name} ${event.id}`);
            if ("consume" in recorder) await recorder.consume(tx, event, ctx);
          },
        })),
    });
    expect(problems).toEqual([]);
    expect(new Set(seen).size).toBeLessThan(seen.length);
    expect(
      findRelayProblems({ delivered: [] }, { userId: ctx.ids.next(), appended: [], consumed: seen, dead: [] }),
    ).toContain("first took some twice");
  });

  it("a consumer that passes over an event is found", async () => {
    let seen = 0;
    const { problems } = await run(2, {
      consumersOf: (recorders) =>
        recorders.map((recorder) => ({
          ...recorder,
          async consume(tx, event, ctx) {
            if ("consume" in recorder && ++seen % 20 > 0) await recorder.consume(tx, event, ctx);
          },
        })),
    });
    expect(problems.some((problem) => problem.startsWith("first lost"))).toBe(true);
  });
});
