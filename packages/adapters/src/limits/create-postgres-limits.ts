import type { LimitRule, Limits, Log } from "@procode/core";
import pg from "pg";
import { RateLimiterPostgres } from "rate-limiter-flexible";
import { createInsuredLimits, type RuleLimiter, toLimitResult } from "./create-insured-limits.ts";

const TABLE = "rate_limits";
const PATIENCE_MS = 2_000;

export type PostgresLimitsOptions = {
  /** Of a role that may read and write the table `rate_limits(key, points, expire)`. */
  url: string;
  log: Log;
};

/** Limits that all processes share through PostgreSQL; `close` ends its connections. */
export function createPostgresLimits({ url, log }: PostgresLimitsOptions): Limits & { close(): Promise<void> } {
  const pool = new pg.Pool({
    connectionString: url,
    max: 2,
    application_name: "procode-limits",
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
    keepAlive: true,
  });
  pool.on("error", (error) => log.warn("a connection of the limiter broke", { error }));
  // One of them all clears what expired.
  let clears = false;

  function limiterOf({ name, points, perSeconds }: LimitRule): RuleLimiter {
    const limiter = new RateLimiterPostgres({
      storeClient: pool,
      storeType: "pool",
      tableName: TABLE,
      tableCreated: true,
      clearExpiredByTimeout: !clears,
      keyPrefix: name,
      points,
      duration: perSeconds,
      // Who is refused once is refused without asking the database again.
      inMemoryBlockOnConsumed: points + 1,
    });
    clears = true;
    return {
      take: (key) =>
        limiter.consume(key).then(
          (answer) => toLimitResult(answer, true),
          (answer) => toLimitResult(answer, false),
        ),
      reset: async (key) => void (await limiter.delete(key)),
    };
  }

  return { ...createInsuredLimits(limiterOf, log), close: () => pool.end() };
}
