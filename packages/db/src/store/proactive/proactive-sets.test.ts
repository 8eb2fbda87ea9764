import { createTestContext, findSieveProblems } from "@procode/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPerson } from "../../testing/contract/actions.ts";
import { startTestDatabase, type TestDatabase } from "../../testing/start-test-database.ts";
import { createTestStore } from "../../testing/test-store.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
}, 60_000);
afterAll(() => database.stop());

test.each([1, 2, 3])(
  "a set of people is sieved in PostgreSQL as the planner would decide one by one (seed %i)",
  async (seed) => {
    const { store, ids, clock } = createTestStore(database);
    const base = createTestContext();
    const userIds: string[] = [];
    for (let count = 0; count < 40; count++) userIds.push(await newPerson({ store, ids }));
    const services = { ...base, store, clock, ids: { ...base.ids, next: ids.next } };
    const run = await findSieveProblems({ services, models: base.models, userIds, seed });
    expect(run.problems).toEqual([]);
    expect(Math.min(run.found, run.held, run.passed)).toBeGreaterThan(0);
    await store.close();
  },
);

test("what is held back is stored once for its hour, whoever decides first, and is read with its reasons", async () => {
  const { store, ids, clock } = createTestStore(database);
  const userId = await newPerson({ store, ids });
  const hour = new Date("2026-11-24T10:00:00.000Z");
  const held = { userId, hour, decidedAt: clock.now(), contextVersion: 3, settingsVersion: 2 };
  const decide = (said: string) =>
    store.asSystem((tx) => tx.proactive.decideHeld([{ ...held, reasons: [{ rule: "caps", said }] }]));
  expect((await Promise.all([decide("Enough."), decide("Enough.")])).sort()).toEqual([0, 1]);
  expect(await decide("Later.")).toBe(0);
  const [decision] = await store.asUser(userId, (tx) => tx.proactive.listDecisions(5));
  expect(decision).toMatchObject({ hour, outcome: "not-sent", contextVersion: 3, settingsVersion: 2, messageId: null });
  expect(decision?.reasons).toEqual([{ rule: "caps", said: "Enough." }]);
  await store.close();
});
