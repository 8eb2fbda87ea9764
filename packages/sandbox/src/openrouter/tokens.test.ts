import fc from "fast-check";
import { expect, test } from "vitest";
import { splitTokens } from "./tokens.ts";

test("the tokens joined are the text, and none ends in half a character", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", " ", "\n", "\t", "ż", "🐢", "👩‍👩‍👧", "x".repeat(11)), maxLength: 60 }),
      (text) => {
        const tokens = splitTokens(text);
        expect(tokens.join("")).toBe(text);
        expect(tokens.every((token) => token !== "" && token.isWellFormed())).toBe(true);
      },
    ),
  );
});

test("a person sees words arrive, and a long word does not arrive in one piece", () => {
  expect(splitTokens("Hello big world")).toEqual(["Hello ", "big ", "world"]);
  expect(splitTokens("x".repeat(100)).length).toBeGreaterThan(5);
});
