import type { Cache } from "@procode/core";

// How long a removal by another process may go unseen here; what must be newer is checked by its version.
const NEAR_SECONDS = 60;

/** A near cache in front of a far one, so that what every answer needs does not cross the network each time. */
export function createLayeredCache({ near, far }: { near: Cache; far: Cache }): Cache {
  return {
    async get<T>(key: string) {
      const held = await near.get<T>(key);
      if (held !== null) return held;
      const fetched = await far.get<T>(key);
      if (fetched !== null) await near.set(key, fetched, NEAR_SECONDS);
      return fetched;
    },
    async set(key, value, ttlSeconds) {
      await near.set(key, value, Math.min(ttlSeconds, NEAR_SECONDS));
      await far.set(key, value, ttlSeconds);
    },
    async remove(key) {
      await near.remove(key);
      await far.remove(key);
    },
  };
}
