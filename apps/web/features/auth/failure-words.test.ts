import { describe, expect, it } from "vitest";
import { failureWords } from "./failure-words.ts";

describe("failureWords", () => {
  it("says how long to wait, in the unit a person counts in", () => {
    expect(failureWords("too-many-tries.30")).toBe("Too many tries. Wait 30 s, then try again.");
    expect(failureWords("too-many-tries.600")).toBe("Too many tries. Wait 10 min, then try again.");
    expect(failureWords("too-many-tries")).toBe("Too many tries. Wait a minute, then try again.");
  });
  it("never repeats what stands in the address, because anyone can write that", () => {
    expect(failureWords("<b>evil</b>")).not.toContain("evil");
    expect(failureWords("too-many-tries.evil")).toBe("Too many tries. Wait a minute, then try again.");
  });
  it("is silent without an error", () => {
    expect(failureWords(undefined)).toBeUndefined();
  });
});
