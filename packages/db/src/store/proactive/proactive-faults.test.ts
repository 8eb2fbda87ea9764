import {
  createTestClock,
  createTestContext,
  findProactiveProblems,
  type ProactiveFaultRow,
  runProactiveFaults,
} from "@procode/core/testing";
import { LEGAL_MOVES } from "@procode/core";
import type { ProactiveState } from "@procode/contracts";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPerson } from "../../testing/contract/actions.ts";
import { startTestDatabase, type TestDatabase } from "../../testing/start-test-database.ts";
import type { StoreUnderTest } from "../../testing/store-contract.ts";
import { createTestStore } from "../../testing/test-store.ts";

const HOUR_MS = 3_600_000;
let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

// The same faults as in core's own test, where they are many; here locks, fences, roles, policies and triggers are real.
test("J1, J2, J3: three processes, one PostgreSQL, and whatever may break: nothing is sent twice or lost in silence (seed 1)", async () => {
  const { store, ids } = createTestStore(database);
  // Time passes some hundred times, too often for a connection each.
  const owner = new Client({ connectionString: database.superuserUrl });
  await owner.connect();
  // What is over is judged by the database's time, so the clock that plans goes with it.
  const clock = createTestClock(new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS));
  const subject: StoreUnderTest = {
    ...{ store, clock, ids, shiftLeaseTime: database.shiftLeaseTime },
    close: async () => undefined,
  };
  const base = createTestContext();
  const people = [];
  for (const chatId of [11, 12]) {
    const userId = await newPerson(subject);
    const person = { telegramUserId: chatId, username: null, name: "Ada" };
    const connection = { botId: 77, chatId, person, conversationId: null, showReceipt: true, connectedAt: clock.now() };
    await store.asUser(userId, (tx) => tx.telegram.connect(connection));
    people.push({ userId, chatId });
  }
  const run = await runProactiveFaults({
    ...{ seed: 1, people, hours: 3, kills: 4, models: base.models, telegram: base.channels.telegram },
    services: { ...base, store, clock, ids: { ...base.ids, next: ids.next } },
    async pass(seconds) {
      clock.advance(seconds * 1_000);
      await owner.query("UPDATE instance SET lease_shift_seconds = lease_shift_seconds + $1", [seconds]);
    },
  });
  const rows = await database.query<ProactiveFaultRow>("SELECT text, state, channel, reason FROM proactive_messages");
  expect(findProactiveProblems(run, rows)).toEqual([]);
  const [decisions] = await database.query<{ count: number }>("SELECT count(*)::int AS count FROM proactive_decisions");
  expect(decisions?.count).toBe(6);
  const moves = await database.query<{ from: ProactiveState | null; to: ProactiveState }>(
    'SELECT from_state AS "from", to_state AS "to" FROM proactive_moves',
  );
  for (const { from, to } of moves) if (from !== null) expect(LEGAL_MOVES[from]).toContain(to);
  expect([run.kills, run.accepted.size > 0, rows.length > 3]).toEqual([4, true, true]);
  await owner.end();
  await store.close();
}, 120_000);
