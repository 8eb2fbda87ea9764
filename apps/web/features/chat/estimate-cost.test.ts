import { describe, expect, it } from "vitest";
import { estimateCost, overflow } from "./estimate-cost.ts";

const sonnet = { free: false, promptUsdPerMillion: 3, completionUsdPerMillion: 15 };
const words = (tokens: number) => ({ text: "abcd".repeat(tokens) });

describe("an estimate", () => {
  it("counts the history, the message and an answer of usual length", () => {
    expect(estimateCost(sonnet, [], "")).toBeCloseTo(0.0084, 6);
    expect(estimateCost(sonnet, [words(1_000)], "abcd")).toBeCloseTo(0.011403, 6);
  });
  it("is nothing for a free model", () => {
    expect(estimateCost({ ...sonnet, free: true }, [words(10)], "x")).toBe(0);
  });
  it("tells how many of the oldest messages do not fit, and nothing while all fit", () => {
    const history = [words(4_000), words(4_000), words(4_000)];
    expect(overflow(200_000, history, "x")).toBeNull();
    expect(overflow(10_000, history, "abcd")).toEqual({ tokens: 12_001, leftOut: 1 });
    expect(overflow(2_000, [], "abcd".repeat(5_000))).toEqual({ tokens: 5_000, leftOut: 0 });
  });
});
