import fc from "fast-check";
import { expect, test } from "vitest";
import { formatUsd, parseUsd, usdNumber } from "./usd.ts";

test("money is read and written without losing a digit", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), (amount) => {
      expect(parseUsd(formatUsd(amount))).toBe(amount);
      expect(formatUsd(amount)).not.toMatch(/e|\.$|0$(?<=\..*0)/);
    }),
  );
});

test("below 1,000 dollars the JSON number is the exact amount, so a client that reads it as text agrees with the log", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }), (amount) => {
      const written: number = JSON.parse(JSON.stringify(usdNumber(amount)));
      expect(parseUsd(written.toFixed(12))).toBe(amount);
    }),
  );
});

test("what is not a plain decimal is refused instead of billed as something else", () => {
  for (const wrong of ["", "1e-7", "-1", ".5", "0.0000000000001", "1,5"]) expect(() => parseUsd(wrong)).toThrow();
});
