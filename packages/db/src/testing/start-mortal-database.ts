import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { endServer, readPid, signal } from "../embedded/server-process.ts";
import { startEmbeddedPostgres } from "../embedded/start-embedded-postgres.ts";
import { migrate } from "../migrate/migrate.ts";
import type { TestDatabase } from "./start-test-database.ts";

export type MortalDatabase = TestDatabase & {
  port: number;
  /** PostgreSQL's immediate shutdown: all of it is gone at once, and its next start recovers from its log. */
  crash(): Promise<void>;
  /** Starts it again at the same address. */
  start(): Promise<void>;
};

const STEP_MS = 10;

/** A migrated PostgreSQL of its own, as durable as in production, that a test kills and starts again. */
export async function startMortalDatabase(): Promise<MortalDatabase> {
  const dir = await mkdtemp(`${tmpdir()}/procode-test-mortal-`);
  // PostgreSQL may run as a user of its own, who must pass through.
  await chmod(dir, 0o755);
  const { port, urls, superuserUrl: cluster } = await startEmbeddedPostgres({ dir });
  await migrate(urls.owner);
  const superuserUrl = new URL(cluster);
  superuserUrl.pathname = new URL(urls.app).pathname;

  async function query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: superuserUrl.toString(), connectionTimeoutMillis: 10_000 });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  return {
    port,
    urls,
    superuserUrl: superuserUrl.toString(),
    query,
    async shiftLeaseTime(seconds) {
      await query("UPDATE instance SET lease_shift_seconds = lease_shift_seconds + $1", [seconds]);
    },
    async crash() {
      const pid = await readPid(dir);
      if (pid === null) return;
      while (signal(pid, "SIGQUIT")) await sleep(STEP_MS);
    },
    async start() {
      await startEmbeddedPostgres({ dir, port });
    },
    async stop() {
      const pid = await readPid(dir);
      if (pid !== null) await endServer(pid);
      await rm(dir, { recursive: true, force: true });
    },
  };
}
