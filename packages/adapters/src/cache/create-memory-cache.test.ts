import { expect, test } from "vitest";
import { createMemoryCache } from "./create-memory-cache.ts";

function cacheAt(start = 1_000) {
  const time = { ms: start };
  return { time, cache: createMemoryCache({ clock: { monotonicMs: () => time.ms } }) };
}

test("a value lives for its seconds and not longer", async () => {
  const { time, cache } = cacheAt();
  await cache.set("user:1:context", { version: 3 }, 3_600);
  time.ms += 3_599_000;
  expect(await cache.get("user:1:context")).toEqual({ version: 3 });
  time.ms += 2_000;
  expect(await cache.get("user:1:context")).toBeNull();
});

test("what is removed or was never there is null, and a kept null is null too", async () => {
  const { cache } = cacheAt();
  await cache.set("a", 1, 60);
  await cache.remove("a");
  await cache.set("b", null, 60);
  expect([await cache.get("a"), await cache.get("b"), await cache.get("c")]).toEqual([null, null, null]);
});

test("nobody changes a kept value for others, neither its writer nor a reader", async () => {
  const { cache } = cacheAt();
  const mine = { models: [{ id: "a" }] };
  await cache.set("k", mine, 60);
  mine.models.push({ id: "b" });
  const read = await cache.get<typeof mine>("k");
  expect(read).toEqual({ models: [{ id: "a" }] });
  expect(() => read?.models.push({ id: "c" })).toThrow(TypeError);
});

test("memory stays bounded: the least used leave first", async () => {
  const { cache } = cacheAt();
  await cache.set("big", "x".repeat(20_000_000), 60);
  await cache.set("bigger", "y".repeat(20_000_000), 60);
  expect(await cache.get("big")).toBeNull();
  expect(await cache.get("bigger")).not.toBeNull();
});
