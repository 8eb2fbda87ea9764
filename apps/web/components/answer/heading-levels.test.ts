import fc from "fast-check";
import { lexer } from "marked";
import { expect, test } from "vitest";
import { headingLevels } from "./heading-levels.ts";

const levels = (depths: number[]) =>
  headingLevels(lexer(depths.map((depth) => `${"#".repeat(depth)} words`).join("\n\n"))).filter((level) => level > 0);

test.each([
  [[2], [3]],
  [
    [1, 3, 3],
    [3, 4, 4],
  ],
  [
    [3, 2, 3],
    [3, 3, 4],
  ],
  [
    [1, 2, 3, 4, 5, 6],
    [3, 4, 5, 6, 6, 6],
  ],
])("headings of depth %j are read as %j", (depths, expected) => {
  expect(levels(depths)).toEqual(expected);
});

test("no heading is ever more than one step below the one before it, and a longer answer changes none", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 12 }), (depths) => {
      const given = levels(depths);
      expect(given[0]).toBe(3);
      for (const [index, level] of given.entries()) expect(level - (given[index - 1] ?? 2)).toBeLessThanOrEqual(1);
      expect(levels(depths.slice(0, -1))).toEqual(given.slice(0, -1));
    }),
  );
});
