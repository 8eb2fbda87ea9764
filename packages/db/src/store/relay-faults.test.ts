import { createTestContext, findRelayProblems, readTrace, runRelayFaults } from "@procode/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPerson } from "../testing/contract/actions.ts";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";
import { createTestStore } from "../testing/test-store.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

// Whoever is inside a transaction just now: the one that consumed, and whoever stands beside it.
const CUT = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND usename = 'procode_app' AND state = 'idle in transaction'`;

// The same faults as in core's own test, where they are many; here locks, leases and cut connections are real.
test.each([1])(
  "three processes, three writers and one PostgreSQL: of 500 events none is lost, none comes twice, all are in order (seed %i)",
  async (seed) => {
    const { store, clock, ids } = createTestStore(database);
    const base = createTestContext();
    const subject = { store, clock, ids, shiftLeaseTime: database.shiftLeaseTime, close: async () => undefined };
    const userIds = [];
    for (let person = 0; person < 8; person++) userIds.push(await newPerson(subject));
    const run = await runRelayFaults({
      ...{ seed, userIds, events: 500, kills: 20, pass: database.shiftLeaseTime },
      services: { ...base, store, clock, ids: { ...base.ids, next: ids.next } },
      cut: async () => void (await database.query(CUT)),
    });
    const problems: string[] = [];
    let appended = 0;
    for (const userId of userIds) {
      const dead = await database.query<{ entry: string }>(
        "SELECT consumer || ' ' || event_id AS entry FROM dead_events WHERE user_id = $1",
        [userId],
      );
      const trace = await store.asUser(userId, readTrace);
      appended += trace.appended.length;
      problems.push(...findRelayProblems(run, { userId, ...trace, dead: dead.map(({ entry }) => entry) }));
    }
    expect(problems).toEqual([]);
    expect(appended).toBeGreaterThanOrEqual(500);
    expect([run.kills, run.cuts > 2, run.refused > 5]).toEqual([20, true, true]);
    await store.close();
  },
  120_000,
);
