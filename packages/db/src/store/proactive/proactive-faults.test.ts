import {
  connectChats,
  createTestClock,
  createTestContext,
  findProactiveProblems,
  type ProactiveFaultRow,
  runProactiveFaults,
  scheduleReminder,
  confirmAddress,
} from "@procode/core/testing";
import {
  claimProactive,
  DEFAULT_PROACTIVE_SETTINGS,
  jobContext,
  LEGAL_MOVES,
  type ProactiveOwner,
  sendProactiveTo,
  type Store,
} from "@procode/core";
import type { ProactiveState } from "@procode/contracts";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPerson } from "../../testing/contract/actions.ts";
import { startTestDatabase, type TestDatabase } from "../../testing/start-test-database.ts";
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
  const base = createTestContext();
  const people = await connectChats({ store, clock }, [11, 12], () => newPerson({ store, ids }));
  const run = await runProactiveFaults({
    ...{ seed: 1, people, hours: 3, kills: 4, models: base.models, telegram: base.channels.telegram },
    services: { ...base, store, clock, ids: { ...base.ids, next: ids.next } },
    async pass(seconds) {
      clock.advance(seconds * 1_000);
      await owner.query("UPDATE instance SET lease_shift_seconds = lease_shift_seconds + $1", [seconds]);
    },
  });
  const rows = await database.query<ProactiveFaultRow>(
    "SELECT text, state, channel, reason FROM proactive_plans JOIN proactive_messages USING (user_id, id)",
  );
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

test.each([
  { channel: "email" as const, locks: 4, late: "a letter" },
  { channel: "web" as const, locks: 2, late: "what was ordered for an hour ago" },
])("of two workers that begin $late for one person in the same moment, one sends it", async ({ channel, locks }) => {
  const { store, ids } = createTestStore(database);
  // When it was taken is the database's time, which an earlier test has moved; for this person it is noon by it.
  const [instance] = await database.query<{ now: Date }>("SELECT procode_now() AS now");
  const clock = createTestClock(instance?.now);
  const ahead = 12 - clock.now().getUTCHours();
  const base = createTestContext();
  const userId = await newPerson({ store, ids });
  const zone = ahead < 0 ? `Etc/GMT+${-ahead}` : `Etc/GMT-${ahead}`;
  const wishes = { optedInAt: clock.now(), channels: [channel], zone };
  const settings = { ...DEFAULT_PROACTIVE_SETTINGS, ...wishes };
  await store.asUser(userId, (tx) => tx.proactive.saveSettings(settings));
  await confirmAddress({ store, clock, ids: { ...base.ids, next: ids.next } }, userId);
  const workerOf = (its: Store) => {
    const services = { ...base, clock, store: its, ids: { ...base.ids, next: ids.next }, worker: { id: ids.next() } };
    return jobContext(services, "race");
  };
  for (const text of ["Buy tea.", "Pay the rent."])
    await scheduleReminder(workerOf(store), { userId, text, atMs: clock.now().getTime() - HOUR_MS, forHours: 96 });
  // Neither has locked anything before both are there, each time.
  let both = Promise.withResolvers<void>();
  let met = 0;
  const meet = () => {
    const { promise, resolve } = both;
    if (++met % 2 === 0) {
      resolve();
      both = Promise.withResolvers();
    }
    return promise;
  };
  const meeting: Store = {
    ...store,
    asUser: (who, work) =>
      store.asUser(who, (tx) => {
        const lockSettings = async () => {
          await meet();
          return tx.proactive.lockSettings();
        };
        return work({ ...tx, proactive: { ...tx.proactive, lockSettings } });
      }),
  };
  const workers = [workerOf(meeting), workerOf(meeting)];
  const claims: ProactiveOwner[][] = [];
  for (const worker of workers) claims.push(await claimProactive(worker, { limit: 1, userId }));
  await Promise.all(workers.map((worker, place) => sendProactiveTo(worker, { userId, owners: claims[place] ?? [] })));
  const rows = await store.asUser(userId, (tx) => tx.proactive.listSince(new Date(0)));
  expect([met, rows.map(({ state }) => state).sort()]).toEqual([locks, ["scheduled", "sent"]]);
  expect(base.channels.email.accepted).toHaveLength(channel === "email" ? 1 : 0);
  await store.close();
});
