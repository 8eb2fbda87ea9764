import { describe, expect, it } from "vitest";
import { formatPrice } from "./format-price.ts";

describe("formatPrice", () => {
  // A cheap model must never look free or a third dearer than it is.
  it.each([
    [15, "$15.00"],
    [0.3, "$0.30"],
    [0.075, "$0.075"],
    [0.0375, "$0.038"],
    [0, "$0.00"],
  ])("writes %d as %s", (usd, written) => {
    expect(formatPrice(usd)).toBe(written);
  });
});
