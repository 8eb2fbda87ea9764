import { Usd } from "@procode/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { usdFrom } from "./usd-from.ts";

test("a cost keeps exactly the digits that the vendor wrote", () => {
  expect(usdFrom(0.0112)).toBe("0.0112");
  expect(usdFrom(0)).toBe("0");
  expect(usdFrom(1.5e-7)).toBe("0.00000015");
  expect(usdFrom(1e-7)).toBe("0.0000001");
  expect(usdFrom(1.2345e21)).toBe("1234500000000000000000");
});

test("every amount reads back as the same number and is a valid decimal string", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (amount) => {
      const text = usdFrom(Math.abs(amount));
      expect(Usd.safeParse(text).success).toBe(true);
      expect(Number(text)).toBe(Math.abs(amount));
    }),
  );
});

test("what is no amount is unknown, never zero", () => {
  for (const odd of [undefined, null, "0.1", Number.NaN, Number.POSITIVE_INFINITY, -1, {}])
    expect(usdFrom(odd)).toBeNull();
});
