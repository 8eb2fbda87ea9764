import type { Cache } from "@procode/core";
import { expect, test } from "vitest";
import { createSilentLog } from "../log/create-silent-log.ts";
import { createLayeredCache } from "./create-layered-cache.ts";
import { createMemoryCache } from "./create-memory-cache.ts";
import { createSealedCache, type Seal } from "./create-sealed-cache.ts";

const time = { ms: 1_000 };
const clock = { now: () => new Date(time.ms), monotonicMs: () => time.ms, sleep: () => Promise.resolve() };
const log = createSilentLog();
// Bound to its key, as the real one is.
const seal: Seal = {
  encrypt: (plaintext, key) => Buffer.from(`${key}|${plaintext}`).toString("base64"),
  decrypt(sealed, key) {
    const opened = Buffer.from(sealed, "base64").toString();
    if (!opened.startsWith(`${key}|`)) throw new Error("moved");
    return opened.slice(key.length + 1);
  },
};

/** Counts the reads that cross the network. */
function counted(cache: Cache) {
  const far = { ...cache, reads: 0 };
  far.get = (key) => {
    far.reads++;
    return cache.get(key);
  };
  return far;
}

test("what leaves the process is sealed, and opens under its own key only", async () => {
  const outside = createMemoryCache({ clock });
  const cache = createSealedCache(outside, { seal, log });
  await cache.set("user:1:context", { name: "Ada" }, 60);
  expect(JSON.stringify(await outside.get("user:1:context"))).not.toContain("Ada");
  expect(await cache.get("user:1:context")).toEqual({ name: "Ada" });
  await outside.set("user:2:context", await outside.get("user:1:context"), 60);
  expect(await cache.get("user:2:context")).toBeNull();
});

test("a near copy saves the way for a minute, and a removal clears both", async () => {
  const far = counted(createMemoryCache({ clock }));
  await far.set("k", "v", 3_600);
  const cache = createLayeredCache({ near: createMemoryCache({ clock }), far });
  expect([await cache.get("k"), await cache.get("k")]).toEqual(["v", "v"]);
  expect(far.reads).toBe(1);
  time.ms += 61_000;
  await cache.get("k");
  expect(far.reads).toBe(2);
  await cache.remove("k");
  expect(await cache.get("k")).toBeNull();
});
