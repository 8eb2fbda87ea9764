import type { LimitRule, Limits, Log } from "@procode/core";
import type { Pool, QueryConfig } from "pg";
import { RateLimiterPostgres } from "rate-limiter-flexible";
import { createInsuredLimits, type RuleLimiter, toLimitResult } from "./create-insured-limits.ts";

const TABLE = "rate_limits";

export type PostgresLimitsOptions = {
  /** Of a role that may read and write the table `rate_limits(key, points, expire)`. Stays the caller's to close. */
  pool: Pool;
  /** PgBouncer in transaction mode has no place for named statements, and the limiter names all of its own. */
  unnamed?: boolean;
  log: Log;
};

/** Limits that all processes share through PostgreSQL. */
export function createPostgresLimits({ pool, unnamed = false, log }: PostgresLimitsOptions): Limits {
  const client = unnamed ? { query: ({ text, values }: QueryConfig) => pool.query({ text, values }) } : pool;
  // One of them all clears what expired.
  let clears = false;

  function limiterOf({ name, points, perSeconds }: LimitRule): RuleLimiter {
    const limiter = new RateLimiterPostgres({
      storeClient: client,
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

  return createInsuredLimits(limiterOf, log);
}
