import type { Cache, Clock } from "@procode/core";
import { LRUCache } from "lru-cache";

const MOST_ENTRIES = 20_000;
const MOST_CHARACTERS = 32_000_000;

/**
 * The cache of one process: at most 20,000 values and 32 million characters of JSON, the least used leave first.
 * `get` returns the kept value itself, frozen, so that reading costs nothing and nobody can change it for others.
 */
export function createMemoryCache({ clock }: { clock: Pick<Clock, "monotonicMs"> }): Cache {
  const kept = new LRUCache<string, object>({
    max: MOST_ENTRIES,
    maxSize: MOST_CHARACTERS,
    ttlResolution: 0,
    perf: { now: () => clock.monotonicMs() },
  });

  return {
    async get<T>(key: string) {
      const entry = kept.get(key) as { value: T } | undefined;
      return entry === undefined ? null : entry.value;
    },
    async set(key, value, ttlSeconds) {
      const size = JSON.stringify(value)?.length ?? 1;
      kept.set(key, { value: freeze(structuredClone(value)) }, { ttl: ttlSeconds * 1000, size: Math.max(1, size) });
    },
    async remove(key) {
      kept.delete(key);
    },
  };
}

function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}
