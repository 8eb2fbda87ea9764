import type { Cache, Clock, Log } from "@procode/core";
import { Redis } from "@upstash/redis";

const PATIENCE_MS = 300;
const REST_MS = 2_000;

export type UpstashCacheOptions = {
  url: string;
  token: string;
  clock: Pick<Clock, "monotonicMs">;
  log: Log;
  /** How long an answer may take (default 300 ms). */
  patienceMs?: number;
};

/**
 * The cache that all processes share, over Upstash's REST API. Away means: an error, or no answer within 300 ms.
 * While it is away it behaves as empty, and is asked again every two seconds at most; removals are always tried.
 */
export function createUpstashCache({ url, token, clock, log, patienceMs = PATIENCE_MS }: UpstashCacheOptions): Cache {
  const redis = new Redis({
    url,
    token,
    retry: false,
    enableTelemetry: false,
    enableAutoPipelining: false,
    signal: () => AbortSignal.timeout(patienceMs),
  });
  let restsUntil = Number.NEGATIVE_INFINITY;

  async function ask<T>(operation: string, call: () => Promise<T>): Promise<T | null> {
    if (operation !== "remove" && clock.monotonicMs() < restsUntil) return null;
    try {
      return await call();
    } catch (error) {
      restsUntil = clock.monotonicMs() + REST_MS;
      // Upstash repeats the command, and with it what was to be kept, in its message: only the name is safe.
      log.warn("the shared cache is away", { operation, error: error instanceof Error ? error.name : "unknown" });
      return null;
    }
  }

  return {
    get: (key) => ask("get", () => redis.get(key)),
    async set(key, value, ttlSeconds) {
      await ask("set", () => redis.set(key, JSON.stringify(value), { px: Math.max(1, Math.round(ttlSeconds * 1000)) }));
    },
    async remove(key) {
      await ask("remove", () => redis.del(key));
    },
  };
}
