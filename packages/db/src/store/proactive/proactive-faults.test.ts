import {
  confirmAddress,
  connectChats,
  createTestClock,
  createTestContext,
  findProactiveProblems,
  scheduleReminder,
} from "@procode/core/testing";
import {
  blockTelegram,
  claimProactive,
  DEFAULT_PROACTIVE_SETTINGS,
  jobContext,
  LEGAL_MOVES,
  type ProactiveOwner,
  sendProactiveTo,
  type Store,
} from "@procode/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPerson } from "../../testing/contract/actions.ts";
import { runDatabaseProactiveFaults } from "../../testing/run-database-proactive-faults.ts";
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
  const { run, rows, decisions, moves } = await runDatabaseProactiveFaults({ seed: 1, hours: 3, kills: 4 });
  expect(findProactiveProblems(run, rows)).toEqual([]);
  expect(decisions).toBe(6);
  for (const { from, to } of moves) if (from !== null) expect(LEGAL_MOVES[from]).toContain(to);
  expect([run.kills, run.accepted.size > 0, rows.length > 3]).toEqual([4, true, true]);
}, 120_000);

test.each(["processes", "database"] as const)(
  "J8: when the clock of the %s jumps an hour ahead or back, leases and slots hold on PostgreSQL too: nothing is sent twice or lost (seed 1)",
  async (jumps) => {
    const run = await runDatabaseProactiveFaults({ seed: 1, hours: 3, kills: 2, jumps });
    expect(run.jumps).toBeGreaterThan(5);
    expect(findProactiveProblems(run.run, run.rows)).toEqual([]);
    expect(run.decisions).toBe(6);
    const slots = run.rows.map(({ userId, slot }) => `${userId} ${slot.toISOString()}`);
    expect(new Set(slots).size).toBe(slots.length);
    for (const { from, to } of run.moves) if (from !== null) expect(LEGAL_MOVES[from]).toContain(to);
    expect([run.run.kills, run.run.accepted.size > 0]).toEqual([2, true]);
  },
  120_000,
);

test.each([
  { channel: "email" as const, locks: 4, late: "a letter" },
  { channel: "web" as const, locks: 2, late: "what was ordered for an hour ago" },
])("of two workers that begin $late for one person in the same moment, one sends it", async ({ channel, locks }) => {
  const { store, ids } = createTestStore(database);
  // When it was taken is the database's time; for this person it is noon by it.
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

// What is queued behind a block would be called after Telegram's 403, and what is behind an unlinking would go to a stranger.
test.each(["blocked", "unlinked"] as const)(
  "T9, J7: a chat that is %s while a message for it is handed over gets none: it goes the person's next way",
  async (how) => {
    const { store, ids } = createTestStore(database);
    const [instance] = await database.query<{ now: Date }>("SELECT procode_now() AS now");
    const clock = createTestClock(instance?.now);
    const base = createTestContext();
    const chatId = how === "blocked" ? 21 : 22;
    const [person] = await connectChats({ store, clock }, [chatId], () => newPerson({ store, ids }));
    const userId = person?.userId ?? "";
    const services = { ...base, clock, store, ids: { ...base.ids, next: ids.next }, worker: { id: ids.next() } };
    const quietHours: typeof DEFAULT_PROACTIVE_SETTINGS.quietHours = [null, null, null, null, null, null, null];
    const settings = { ...DEFAULT_PROACTIVE_SETTINGS, optedInAt: clock.now(), quietHours };
    await store.asUser(userId, (tx) => tx.proactive.saveSettings(settings));
    let isOver = false;
    const goAway = async () => {
      if (isOver) return;
      isOver = true;
      if (how === "blocked") await blockTelegram(jobContext(services, "block"), { botId: 77, chatId });
      else await store.asUser(userId, (tx) => tx.telegram.disconnect("The person unlinked it."));
    };
    const overtaken: Store = {
      ...store,
      asUser: (who, work) =>
        store.asUser(who, (tx) => {
          const findConnection = async () => {
            const connection = await tx.telegram.findConnection();
            await goAway();
            return connection;
          };
          return work({ ...tx, telegram: { ...tx.telegram, findConnection } });
        }),
    };
    const job = jobContext({ ...services, store: overtaken }, "overtaken");
    await scheduleReminder(job, { userId, text: "Buy tea.", atMs: clock.now().getTime(), forHours: 5 });
    for (let round = 0; round < 2; round++)
      await sendProactiveTo(job, { userId, owners: await claimProactive(job, { limit: 1, userId }) });
    const queued = await database.query("SELECT FROM telegram_sends WHERE chat_id = $1", [chatId]);
    const [row] = await store.asUser(userId, (tx) => tx.proactive.listSince(new Date(0)));
    expect([isOver, queued.length, row?.state, row?.channel]).toEqual([true, 0, "sent", "web"]);
    await store.close();
  },
);
