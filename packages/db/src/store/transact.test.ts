import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { ProcodeError } from "@procode/core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { newAccount, newConversation, newPerson } from "../testing/contract/actions.ts";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";
import type { StoreUnderTest } from "../testing/store-contract.ts";
import { createTestStore, type TestStore } from "../testing/test-store.ts";

let database: TestDatabase;
let opened: TestStore;
let subject: StoreUnderTest;
let userId: string;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
beforeEach(async () => {
  opened = createTestStore(database, { appConnections: 3 });
  subject = { ...opened, shiftLeaseTime: database.shiftLeaseTime, close: async () => undefined };
  userId = await newPerson(subject);
});
afterEach(() => opened.store.close());

const AWAY = { code: "UNAVAILABLE", details: { reason: "database-away" } };
const cutAll = () =>
  database.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'procode-%' AND datname = current_database()",
  );

test("a deadlock is run again, and both get through", async () => {
  const [first, second] = [await newConversation(subject, userId), await newConversation(subject, userId)];
  let runs = 0;
  let waiting = 0;
  const touch = (ids: string[]) =>
    opened.store.asUser(userId, async (tx) => {
      runs++;
      for (const [index, id] of ids.entries()) {
        await tx.conversations.update(id, { title: "x" });
        if (index > 0) continue;
        waiting++;
        for (let step = 0; step < 100 && waiting < 2; step++) await sleep(10);
      }
    });
  await Promise.all([touch([first, second]), touch([second, first])]);
  // How often it happens until both are through is PostgreSQL's.
  expect(runs).toBeGreaterThanOrEqual(3);
  expect(opened.lines.join("\n")).toMatch(/run again.*deadlock/);
});

test("a conflict that stays is a CONFLICT after three runs", async () => {
  await database.query(
    "CREATE OR REPLACE FUNCTION always_conflict() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '40001'; END $$",
  );
  await database.query(
    "CREATE TRIGGER always_conflict BEFORE UPDATE ON user_settings FOR EACH ROW EXECUTE FUNCTION always_conflict()",
  );
  let runs = 0;
  const work = opened.store.asUser(userId, (tx) => {
    runs++;
    return tx.users.updateSettings({ theme: "dark" });
  });
  await expect(work).rejects.toMatchObject({ code: "CONFLICT" });
  expect(runs).toBe(3);
  await database.query("DROP TRIGGER always_conflict ON user_settings");
});

test("connections cut in the middle and between are UNAVAILABLE, leave nothing half written, and the next call works", async () => {
  const id = opened.ids.next();
  const cut = opened.store.asUser(userId, async (tx) => {
    await tx.conversations.append({ id, title: "half", model: null, channel: "web", at: opened.clock.now() });
    await cutAll();
    await tx.users.getSettings();
  });
  await expect(cut).rejects.toMatchObject(AWAY);
  expect(await opened.store.asUser(userId, (tx) => tx.conversations.findById(id))).toBeNull();
  await cutAll();
  for (let attempt = 0; attempt < 20; attempt++) {
    const state = await opened.store
      .asUser(userId, (tx) => tx.users.getSettings())
      .then(
        () => "works",
        (error: unknown) => error,
      );
    if (state === "works") return;
    expect(state).toMatchObject(AWAY);
  }
  throw new Error("The pool never got over its cut connections.");
});

test("two hundred callers share three connections: each is served or told to try again, and none hangs", async () => {
  const calls = Array.from({ length: 200 }, () => opened.store.asUser(userId, (tx) => tx.users.getSettings()));
  const ended = await Promise.allSettled(calls);
  expect(ended.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
  for (const call of ended) if (call.status === "rejected") expect(call.reason).toMatchObject(AWAY);
  expect(await opened.store.asUser(userId, (tx) => tx.users.getSettings())).toMatchObject({ theme: "system" });
});

test("a caller that no connection comes free for is told to come back, not that the database is away", async () => {
  const { store } = createTestStore(database, { appConnections: 3, seatWaitMs: 200 });
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const holders = Array.from({ length: 3 }, () => store.asUser(userId, () => held));
  await expect(store.asUser(userId, (tx) => tx.users.getSettings())).rejects.toMatchObject({
    code: "UNAVAILABLE",
    details: { reason: "queue-full" },
  });
  release();
  await Promise.all(holders);
  await store.close();
});

test("what was sent beside a statement that is refused leaves nothing, and what comes after it is refused", async () => {
  const [kept, late] = [opened.ids.next(), opened.ids.next()];
  const append = (id: string) => ({ id, title: "x", model: null, channel: "web" as const, at: opened.clock.now() });
  let straggler: Promise<string> | undefined;
  const work = opened.store.asUser(userId, async (tx) => {
    const first = tx.conversations.append(append(kept));
    const twice = tx.conversations.append(append(kept));
    straggler = twice
      .catch(() => nextTurn())
      .then(() => tx.conversations.append(append(late)))
      .then(() => "stored", String);
    await Promise.all([first, twice]);
  });
  await expect(work).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await straggler).toContain("after its transaction had ended");
  const found = await opened.store.asUser(userId, (tx) =>
    Promise.all([tx.conversations.findById(kept), tx.conversations.findById(late)]),
  );
  expect(found).toEqual([null, null]);
});

test("a connection that comes back inside a transaction never serves again", async () => {
  const pool = opened.store.systemPool;
  const client = await pool.connect();
  await client.query("BEGIN");
  const {
    rows: [before],
  } = await client.query("SELECT pg_backend_pid() AS pid");
  client.release();
  const {
    rows: [after],
  } = await pool.query("SELECT pg_backend_pid() AS pid");
  expect(after).not.toEqual(before);
  expect(opened.lines.join("\n")).toContain("came back inside a transaction");
});

test("a statement sent after the end of its transaction is refused, whichever way it goes", async () => {
  let late: (() => Promise<unknown>) | undefined;
  await opened.store.asUser(userId, async (tx) => {
    await tx.users.getAccount();
    late = () => tx.users.getAccount();
  });
  await expect(late?.()).rejects.toThrow("after its transaction had ended");
  await opened.store.asUser(userId, async (tx) => {
    late = () => tx.users.getSettings();
  });
  await expect(late?.()).rejects.toThrow("after its transaction had ended");
});

test("a refused statement is heard as what it was, unless the work says it better", async () => {
  const twice = (say: () => Error) =>
    opened.store.asSystem(async (tx) => {
      const session = { id: opened.ids.next(), userId, userAgent: "", address: "", expiresAt: opened.clock.now() };
      await tx.accounts.startSession(session);
      await tx.accounts.startSession(session).catch(() => {
        throw say();
      });
    });
  await expect(twice(() => new Error("some slip"))).rejects.toMatchObject({
    code: "CONFLICT",
    details: { reason: "already-exists" },
  });
  await expect(
    twice(() => new ProcodeError("CONFLICT", "You did that already.", { reason: "already-exists" })),
  ).rejects.toThrow("You did that already.");
});

test("a database that refuses everybody is UNAVAILABLE, and a user id that is none is a mistake of ours", async () => {
  const away = createTestStore({
    ...database,
    urls: { ...database.urls, system: database.urls.system.replace(/:\d+\//, ":1/") },
  });
  await expect(away.store.asSystem((tx) => tx.accounts.create(newAccount(away.ids.next())))).rejects.toMatchObject(
    AWAY,
  );
  await expect(away.store.asUser("'; DROP TABLE users; --", async () => undefined)).rejects.toThrow("no user id");
  await away.store.close();
});
