import { createHash, randomBytes } from "node:crypto";
import { Client } from "pg";
import { migrate } from "../migrate/migrate.ts";
import { readMigrations } from "../migrate/read-migrations.ts";
import type { DatabaseUrls } from "../provision-roles.ts";
import { joinCluster } from "./test-cluster.ts";

export type TestDatabase = {
  urls: DatabaseUrls;
  /** May do everything; for looking beneath policies only. */
  superuserUrl: string;
  /** Runs one statement as that superuser. */
  query<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Moves the time that leases follow, for everybody in this database. */
  shiftLeaseTime(seconds: number): Promise<void>;
  stop(): Promise<void>;
};

/**
 * A migrated database of its own, copied from a template within a tenth of a second. `binDir`: a folder with another
 * PostgreSQL's programs, such as Debian's 15. `empty`: without a migration.
 */
export async function startTestDatabase({
  binDir,
  empty = false,
}: {
  binDir?: string;
  empty?: boolean;
} = {}): Promise<TestDatabase> {
  const cluster = await joinCluster(binDir);
  const name = `procode_test_${randomBytes(6).toString("hex")}`;
  await asSuperuser(cluster.superuserUrl, async (client) => {
    const template = empty ? "template0" : await ensureTemplate(client, cluster.urls.owner);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER procode_owner`);
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO procode_app, procode_system`);
  });
  const superuserUrl = inDatabase(cluster.superuserUrl, name);
  const query = <Row extends object>(text: string, values: unknown[] = []) =>
    asSuperuser(superuserUrl, async (client) => (await client.query<Row>(text, values)).rows);
  return {
    urls: {
      owner: inDatabase(cluster.urls.owner, name),
      app: inDatabase(cluster.urls.app, name),
      system: inDatabase(cluster.urls.system, name),
    },
    superuserUrl,
    query,
    async shiftLeaseTime(seconds) {
      await query("UPDATE instance SET lease_shift_seconds = lease_shift_seconds + $1", [seconds]);
    },
    async stop() {
      await asSuperuser(cluster.superuserUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
      await cluster.stop();
    },
  };
}

async function ensureTemplate(client: Client, ownerUrl: string): Promise<string> {
  const checksums = (await readMigrations()).map(({ checksum }) => checksum).join();
  const name = `procode_template_${createHash("sha256").update(checksums).digest("hex").slice(0, 16)}`;
  // Copies wait for a template in the making: several test files begin at once.
  await client.query("SELECT pg_advisory_lock(7762634)");
  const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1 AND datistemplate", [name]);
  if (rowCount === 0) {
    await client.query(`DROP DATABASE IF EXISTS ${name}`);
    await client.query(`CREATE DATABASE ${name} OWNER procode_owner`);
    await migrate(inDatabase(ownerUrl, name));
    await client.query(`ALTER DATABASE ${name} IS_TEMPLATE true`);
  }
  await client.query("SELECT pg_advisory_unlock(7762634)");
  return name;
}

async function asSuperuser<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function inDatabase(url: string, name: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${name}`;
  return parsed.toString();
}
