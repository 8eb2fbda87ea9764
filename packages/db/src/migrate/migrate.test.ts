import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";
import { migrate } from "./migrate.ts";
import { NEWEST_MIGRATION } from "./newest-migration.ts";

const MIGRATIONS = new URL("../../../../prisma/migrations", import.meta.url).pathname;
let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await startTestDatabase({ empty: true });
  folder = await mkdtemp(`${tmpdir()}/procode-migrations-`);
  await cp(MIGRATIONS, folder, { recursive: true });
});
afterEach(async () => {
  await database.stop();
  await rm(folder, { recursive: true });
});

const add = async (name: string, sql: string) => {
  await cp(`${folder}/${NEWEST_MIGRATION}`, `${folder}/${name}`, { recursive: true });
  await writeFile(`${folder}/${name}/migration.sql`, sql);
};
const tables = async () =>
  (
    await database.query<{ name: string }>(
      "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
    )
  ).map(({ name }) => name);

const ours = async () =>
  (await readdir(MIGRATIONS, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

test("the code's newest migration is the folder's newest", async () => {
  expect((await ours()).at(-1)).toBe(NEWEST_MIGRATION);
});

test("applies what is missing, notes it as Prisma does, and then nothing", async () => {
  await add("20990101000000_later", "CREATE TABLE later (id int)");
  const steps: string[] = [];
  const all = [...(await ours()), "20990101000000_later"];
  expect(await migrate(database.urls.owner, { folder, onProgress: (name) => steps.push(name) })).toEqual(all);
  expect(steps).toEqual(all);
  expect(await migrate(database.urls.owner, { folder })).toEqual([]);
  const rows = await database.query(
    "SELECT length(checksum) AS length, finished_at >= started_at AS finished, applied_steps_count AS steps FROM _prisma_migrations",
  );
  expect(rows).toEqual(Array.from(all, () => ({ length: 64, finished: true, steps: 1 })));
});

test("two that start at once apply each migration once", async () => {
  const applied = await Promise.all([1, 2, 3].map(() => migrate(database.urls.owner, { folder })));
  expect(applied.flat()).toEqual(await ours());
});

test("a migration that fails leaves no trace, says why, and can be tried again", async () => {
  await add("20990101000000_broken", "CREATE TABLE half (id int); SELECT * FROM nowhere");
  await expect(migrate(database.urls.owner, { folder })).rejects.toThrow(
    '20990101000000_broken failed and left no trace: relation "nowhere" does not exist',
  );
  expect(await tables()).not.toContain("half");
  await writeFile(`${folder}/20990101000000_broken/migration.sql`, "CREATE TABLE half (id int)");
  expect(await migrate(database.urls.owner, { folder })).toEqual(["20990101000000_broken"]);
});

test("a migration that was changed after it was applied is refused", async () => {
  await migrate(database.urls.owner, { folder });
  await writeFile(`${folder}/${NEWEST_MIGRATION}/migration.sql`, "SELECT 1");
  await expect(migrate(database.urls.owner, { folder })).rejects.toThrow("was changed after it was applied");
});

test("a migration that another tool began and never finished is refused, with its reason", async () => {
  await migrate(database.urls.owner, { folder });
  await database.query("UPDATE _prisma_migrations SET finished_at = NULL, logs = 'disk full'");
  await expect(migrate(database.urls.owner, { folder })).rejects.toThrow("never finished (disk full)");
  await database.query("UPDATE _prisma_migrations SET finished_at = now(), rolled_back_at = now()");
  await database.query("DROP OWNED BY procode_owner");
});

test("another product's database is left alone", async () => {
  await database.query("CREATE TABLE invoices (id int)");
  await expect(migrate(database.urls.owner, { folder })).rejects.toThrow(
    "already holds tables that are not PROCODE's (invoices)",
  );
  expect(await tables()).toEqual(["invoices"]);
});

test("another product's migrations are not built upon", async () => {
  await migrate(database.urls.owner, { folder });
  await database.query("UPDATE _prisma_migrations SET migration_name = '2020_their_init'");
  await expect(migrate(database.urls.owner, { folder })).rejects.toThrow("belongs to another product");
});

test("a database that is not there is named without its password", async () => {
  const url = database.urls.owner.replace(/:\d+\//, ":1/");
  const error: unknown = await migrate(url).catch((thrown: unknown) => thrown);
  expect(String(error)).toMatch(/127\.0\.0\.1:1\/\w+ can not be reached/);
  expect(String(error)).not.toContain(new URL(url).password);
});
