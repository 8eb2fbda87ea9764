import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";
import { createTestStore, type TestStore } from "../testing/test-store.ts";

let database: TestDatabase;
let opened: TestStore;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
beforeEach(() => {
  opened = createTestStore(database);
});
afterEach(() => opened.store.close());

const NOBODY = "00000000-0000-7000-8000-000000000001";

test("a look-up is one statement: a second one, or one that changes something, is refused", async () => {
  const { store, clock } = opened;
  expect(await store.lookUp((tx) => tx.apiKeys.findActive(NOBODY, clock.now()))).toBeNull();
  await expect(
    store.lookUp(async (tx) => {
      await tx.apiKeys.findActive(NOBODY, clock.now());
      await tx.apiKeys.findActive(NOBODY, clock.now());
    }),
  ).rejects.toThrow("one statement");
  await expect(
    store.lookUp((tx) => tx.accounts.appendAudit({ userId: null, action: "x", address: "", details: {} })),
  ).rejects.toThrow(/look-up/);
  expect(await database.query("SELECT FROM audit_log WHERE action = 'x'")).toHaveLength(0);
});

test("a connection that was cut is a clear answer, and the next look-up finds a new one", async () => {
  const { store, clock } = opened;
  const ask = () => store.lookUp((tx) => tx.apiKeys.findActive(NOBODY, clock.now()));
  await ask();
  await expect(
    store.lookUp(async (tx) => {
      await database.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'procode-%' AND datname = current_database()",
      );
      return tx.apiKeys.findActive(NOBODY, clock.now());
    }),
  ).rejects.toMatchObject({ code: "UNAVAILABLE" });
  expect(await ask()).toBeNull();
});
