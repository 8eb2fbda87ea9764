import { createTestClock } from "@procode/core/testing";
import { expect, test } from "vitest";
import { createGatherer } from "./create-gatherer.ts";

/** A gatherer whose questions a test answers, in whatever order. */
function open() {
  const clock = createTestClock();
  const asked: { keys: readonly string[]; answer(): void; refuse(error: Error): void }[] = [];
  const find = createGatherer<string>((keys) => {
    const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, string>>();
    const known = keys.filter((key) => key !== "unknown").map((key) => [key, `${key} of ${asked.length}`] as const);
    asked.push({ keys, answer: () => resolve(new Map(known)), refuse: reject });
    return promise;
  }, clock);
  return { clock, asked, find };
}

test("two questions leave at once; what is asked meanwhile leaves together, after it was asked, and each gets its own", async () => {
  const { asked, find } = open();
  const found = ["a", "b", "c", "a", "unknown"].map(find);
  expect(asked.map(({ keys }) => keys)).toEqual([["a"], ["b"]]);
  asked[1]?.answer();
  expect(await found[1]).toBe("b of 1");
  // "a" was asked a second time, and is not answered by what left before.
  expect(asked.map(({ keys }) => keys)).toEqual([["a"], ["b"], ["c", "a", "unknown"]]);
  asked[0]?.answer();
  asked[2]?.answer();
  expect(await Promise.all(found)).toEqual(["a of 0", "b of 1", "c of 2", "a of 2", null]);
});

test("a question that fails is an error for its own askers alone, and those that waited are asked", async () => {
  const { asked, find } = open();
  const [first, second, waiting] = [find("a"), find("b"), find("c")];
  asked[0]?.refuse(new Error("cut"));
  await expect(first).rejects.toThrow("cut");
  for (const question of asked.slice(1)) question.answer();
  expect(await Promise.all([second, waiting])).toEqual(["b of 1", "c of 2"]);
});

test("questions that hang hold nobody up for longer than a moment", async () => {
  const { asked, find, clock } = open();
  void find("a");
  void find("b");
  const waiting = [find("c"), find("d")];
  expect(asked).toHaveLength(2);
  await clock.sleep(60);
  expect(asked.map(({ keys }) => keys)).toEqual([["a"], ["b"], ["c", "d"]]);
  asked[2]?.answer();
  expect(await Promise.all(waiting)).toEqual(["c of 2", "d of 2"]);
});
