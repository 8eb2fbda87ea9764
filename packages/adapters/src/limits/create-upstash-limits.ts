import type { Clock, LimitRule, Limits, Log } from "@procode/core";
import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";
import { createInsuredLimits, type RuleLimiter } from "./create-insured-limits.ts";

const PATIENCE_MS = 300;

export type UpstashLimitsOptions = {
  url: string;
  token: string;
  clock: Pick<Clock, "now">;
  log: Log;
  /** How long an answer may take (default 300 ms). */
  patienceMs?: number;
};

/** Limits that all processes share through Upstash. Slower than 300 ms counts as away. */
export function createUpstashLimits({
  url,
  token,
  clock,
  log,
  patienceMs = PATIENCE_MS,
}: UpstashLimitsOptions): Limits {
  const redis = new Redis({
    url,
    token,
    retry: false,
    enableTelemetry: false,
    enableAutoPipelining: false,
    signal: () => AbortSignal.timeout(patienceMs),
  });

  function limiterOf({ name, points, perSeconds }: LimitRule): RuleLimiter {
    const limiter = new Ratelimit({
      redis,
      limiter: Ratelimit.fixedWindow(points, `${perSeconds} s`),
      prefix: `limit:${name}`,
      // Its own time-out would allow in silence; the client's throws, and this process then counts alone.
      timeout: 0,
    });
    return {
      async take(key) {
        const { success, remaining, reset } = await limiter.limit(key);
        const seconds = Math.max(1, Math.ceil((reset - clock.now().getTime()) / 1000));
        return { allowed: success, remaining, retryAfterSeconds: success ? 0 : seconds };
      },
      reset: (key) => limiter.resetUsedTokens(key),
    };
  }

  return createInsuredLimits(limiterOf, log);
}
