import type { Log } from "@procode/core";
import { Pool, type PoolClient } from "pg";
import { isBehindPgBouncer } from "./is-behind-pgbouncer.ts";

export type PoolOptions = {
  url: string;
  name: string;
  max: number;
  log: Log;
  /** From how many milliseconds on a statement is told of. */
  slowMs?: number;
};

const SERVER_LIMITS = {
  statement_timeout: 4_500,
  // A process that is held inside of a transaction keeps its locks no longer than that from those that take its work over.
  idle_in_transaction_session_timeout: 5_000,
};
const SLOW_MS = 500;
const MOST_TOLD = 1_000;

/** What sets the server's limits in a transaction where PgBouncer lets no connection begin with them; empty elsewhere. */
export const setServerLimits = (url: string): string =>
  isBehindPgBouncer(url)
    ? Object.entries(SERVER_LIMITS)
        .map(([name, ms]) => `; SET LOCAL ${name} = ${ms}`)
        .join("")
    : "";

/**
 * Every wait has an end within five seconds, so that a call to a database behind a dead line fails and frees its
 * connection. The server gives up first, so that its own words are heard where the line is sound.
 */
export function createPool({ url, name, max, log, slowMs = SLOW_MS }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: `procode-${name}`,
    max,
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    ...(isBehindPgBouncer(url) ? {} : SERVER_LIMITS),
    query_timeout: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
  });
  pool.on("error", (error) => log.warn("an idle database connection broke", { pool: name, error }));
  pool.on("connect", (client) =>
    tellSlow(client, (text, ms) => log.warn("a slow query", { pool: name, ms, text }), slowMs),
  );
  pool.on("release", (_error, client) => discardIfOpen(client, name, log));
  return pool;
}

/** Tells of slow statements by their text, in which values are numbers of parameters: nobody's words are written down. */
function tellSlow(client: PoolClient, tell: (text: string, ms: number) => void, slowMs: number): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  client.query = ((...args: unknown[]) => {
    const sentMs = performance.now();
    const result = query(...args);
    const [statement] = args;
    const text = typeof statement === "string" ? statement : String((statement as { text?: unknown } | null)?.text);
    const settled = () => {
      const ms = Math.round(performance.now() - sentMs);
      if (ms >= slowMs) tell(text.slice(0, MOST_TOLD), ms);
    };
    if (result instanceof Promise) void result.then(settled, settled);
    return result;
  }) as PoolClient["query"];
}

// A connection that came back inside a transaction would carry one person's rows into the work of the next.
function discardIfOpen(client: PoolClient, name: string, log: Log): void {
  const status = client.getTransactionStatus();
  if (status === "I" || status === null) return;
  log.warn("a database connection came back inside a transaction and was closed", { pool: name, status });
  void client.end();
}
