import type { Log } from "@procode/core";
import { Pool, type PoolClient } from "pg";

export type PoolOptions = { url: string; name: string; max: number; log: Log };

/**
 * Every wait has an end within five seconds, so that a call to a database behind a dead line fails and frees its
 * connection. The server gives up first, so that its own words are heard where the line is sound.
 */
export function createPool({ url, name, max, log }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: `procode-${name}`,
    max,
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 4_500,
    query_timeout: 5_000,
    // A process that is held inside of a transaction keeps its locks no longer than that from those that take its work over.
    idle_in_transaction_session_timeout: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
  });
  pool.on("error", (error) => log.warn("an idle database connection broke", { pool: name, error }));
  pool.on("release", (_error, client) => discardIfOpen(client, name, log));
  return pool;
}

// A connection that came back inside a transaction would carry one person's rows into the work of the next.
function discardIfOpen(client: PoolClient, name: string, log: Log): void {
  const status = client.getTransactionStatus();
  if (status === "I" || status === null) return;
  log.warn("a database connection came back inside a transaction and was closed", { pool: name, status });
  void client.end();
}
