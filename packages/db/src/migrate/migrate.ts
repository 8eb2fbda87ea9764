import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { describeUrl } from "../describe-url.ts";
import { databaseError } from "./database-error.ts";
import { type Migration, readMigrations } from "./read-migrations.ts";

type Applied = { migration_name: string; checksum: string; finished_at: Date | null; logs: string | null };

// Prisma's own lock, so that `prisma migrate deploy` waits for us and we for it.
const LOCK = 72_707_369;

const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;

/**
 * Applies what is missing, each migration in one transaction with its row in `_prisma_migrations`, and returns the
 * names. Two that start at once wait for each other. Throws UNAVAILABLE, with a sentence on what to do, for a foreign
 * database, missing roles, a changed or a half-applied migration.
 */
export async function migrate(
  ownerUrl: string,
  options: { onProgress?: (name: string) => void; folder?: string } = {},
): Promise<string[]> {
  const migrations = await readMigrations(options.folder);
  const client = new Client({
    connectionString: ownerUrl,
    connectionTimeoutMillis: 10_000,
    application_name: "procode-migrate",
  });
  try {
    await client.connect();
  } catch (error) {
    throw databaseError(
      `The database at ${describeUrl(ownerUrl)} can not be reached for its migration (${String(error)}).`,
      error,
    );
  }
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    const missing = await findMissing(client, migrations, describeUrl(ownerUrl));
    for (const migration of missing) {
      options.onProgress?.(migration.name);
      await apply(client, migration);
    }
    return missing.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function findMissing(client: Client, migrations: Migration[], where: string): Promise<Migration[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1",
  );
  const isFresh = !tables.some(({ name }) => name === "_prisma_migrations");
  if (isFresh && tables[0]) {
    throw databaseError(
      `The database at ${where} already holds tables that are not PROCODE's (${tables[0].name}). Give PROCODE an empty one.`,
    );
  }
  if (isFresh) await prepare(client, where);
  const { rows: applied } = await client.query<Applied>(
    "SELECT migration_name, checksum, finished_at, logs FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at",
  );
  if (applied.length > 0 && !applied.some((row) => row.migration_name === migrations[0]?.name)) {
    throw databaseError(`The database at ${where} belongs to another product. Give PROCODE an empty one.`);
  }
  for (const row of applied) refuseBroken(row, migrations, where);
  return migrations.filter(({ name }) => !applied.some((row) => row.migration_name === name));
}

async function prepare(client: Client, where: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM unnest(ARRAY['procode_app', 'procode_system']) AS name
     WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)`,
  );
  if (rows.length > 0) {
    const names = rows.map(({ name }) => name).join(" and ");
    throw databaseError(
      `The server at ${where} lacks the role ${names}. packages/db/README.md has the statements that create the three roles.`,
    );
  }
  await client.query(CREATE_TABLE);
}

function refuseBroken(row: Applied, migrations: Migration[], where: string): void {
  if (row.finished_at === null) {
    throw databaseError(
      `Migration ${row.migration_name} was begun on ${where} and never finished${row.logs ? ` (${row.logs.split("\n")[0]})` : ""}. ` +
        "Restore the backup of before it, or repair the schema by hand and mark it with `prisma migrate resolve`.",
    );
  }
  const known = migrations.find(({ name }) => name === row.migration_name);
  if (known && known.checksum !== row.checksum) {
    throw databaseError(
      `Migration ${row.migration_name} was changed after it was applied to ${where}. Put its file back as it was; a change of the schema is a new migration.`,
    );
  }
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query("BEGIN");
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       SELECT $1, $2, $3, at, at, 1 FROM clock_timestamp() AS at`,
      [randomUUID(), checksum, name],
    );
    await client.query(sql);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw databaseError(
      `Migration ${name} failed and left no trace: ${error instanceof Error ? error.message : String(error)}.`,
      error,
    );
  }
}
