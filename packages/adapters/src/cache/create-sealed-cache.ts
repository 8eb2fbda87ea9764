import type { Cache, Log } from "@procode/core";

/** Encrypts a value, bound to the key that it is kept under. */
export type Seal = { encrypt(plaintext: string, key: string): string; decrypt(sealed: string, key: string): string };

/** A cache outside this process that holds nothing readable: a value that cannot be opened counts as missing. */
export function createSealedCache(cache: Cache, { seal, log }: { seal: Seal; log: Log }): Cache {
  return {
    async get<T>(key: string) {
      const sealed = await cache.get<string>(key);
      if (sealed === null) return null;
      try {
        return JSON.parse(seal.decrypt(sealed, key)) as T;
      } catch (error) {
        log.warn("a cached value could not be opened", { key, error: error instanceof Error ? error.name : "unknown" });
        return null;
      }
    },
    set: (key, value, ttlSeconds) => cache.set(key, seal.encrypt(JSON.stringify(value), key), ttlSeconds),
    remove: (key) => cache.remove(key),
  };
}
