import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestStore } from "../testing/test-store.ts";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

async function checkWith(urls: Partial<TestDatabase["urls"]>): Promise<unknown> {
  const { store } = createTestStore({ ...database, urls: { ...database.urls, ...urls } });
  const outcome = await store.check().then(
    () => "fit",
    (error: unknown) => error,
  );
  await store.close();
  return outcome;
}

test("the two roles of a migrated database are fit", async () => {
  expect(await checkWith({})).toBe("fit");
});

test("a superuser, the owner and the wrong role are refused, each with the variable and the way out", async () => {
  const { superuserUrl, urls } = database;
  const refused = (reason: RegExp) =>
    expect.objectContaining({ code: "UNAVAILABLE", message: expect.stringMatching(reason) });
  expect(await checkWith({ app: superuserUrl })).toEqual(
    refused(/^DATABASE_URL logs in as postgres, who is a superuser.* procode_app\.$/),
  );
  expect(await checkWith({ system: superuserUrl })).toEqual(
    refused(/^DATABASE_SYSTEM_URL logs in as postgres.* procode_system\.$/),
  );
  expect(await checkWith({ app: urls.owner })).toEqual(refused(/owns PROCODE's tables/));
  expect(await checkWith({ app: urls.system })).toEqual(
    refused(/procode_system, who sees nothing there\. Use the role procode_app/),
  );
});

test("a role that may bypass row-level security is refused", async () => {
  await database.query("CREATE ROLE test_bypass LOGIN BYPASSRLS PASSWORD 'x' IN ROLE procode_app");
  try {
    const app = new URL(database.urls.app);
    app.username = "test_bypass";
    app.password = "x";
    await database.query("GRANT procode_app TO test_bypass");
    expect(await checkWith({ app: app.toString() })).toMatchObject({
      message: expect.stringContaining("may bypass row-level security"),
    });
  } finally {
    await database.query("DROP ROLE test_bypass");
  }
});

test("a schema that is older than the code, half applied, or not there is refused", async () => {
  await database.query("UPDATE _prisma_migrations SET finished_at = NULL");
  expect(await checkWith({})).toMatchObject({
    message: expect.stringMatching(/schema is older than this program.*npm start/),
  });
  const empty = await startTestDatabase({ empty: true });
  expect(await checkWith(empty.urls)).toMatchObject({ message: expect.stringContaining("migrations never ran on") });
  await empty.stop();
});

test("a database that is away is UNAVAILABLE", async () => {
  const away = (url: string) => url.replace(/:\d+\//, ":1/");
  expect(await checkWith({ app: away(database.urls.app), system: away(database.urls.system) })).toMatchObject({
    code: "UNAVAILABLE",
    details: { reason: "database-away" },
  });
});

test("a login that is refused is told with its variable, and without an advice to wait", async () => {
  const app = new URL(database.urls.app);
  app.password = "wrong";
  const error = await checkWith({ app: app.toString() });
  expect(error).toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringMatching(/let in what DATABASE_URL names/),
  });
  expect(error).not.toHaveProperty("details.retryAfterSeconds");
});
