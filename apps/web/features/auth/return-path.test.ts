import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { returnPath } from "./return-path.ts";

describe("returnPath", () => {
  it("keeps a path of this site", () => {
    expect(returnPath("/chat/1?x=2")).toBe("/chat/1?x=2");
  });
  it("goes home for anything else", () => {
    for (const asked of [
      undefined,
      "",
      "https://evil.example",
      "//evil.example",
      "/\\evil.example",
      "javascript:alert(1)",
    ]) {
      expect(returnPath(asked)).toBe("/dashboard");
    }
  });
  it("never leaves this site, whatever is asked", () => {
    fc.assert(
      fc.property(fc.string(), (asked) => {
        expect(new URL(returnPath(asked), "http://here.example").host).toBe("here.example");
        expect(new URL(returnPath(`/${asked}`), "http://here.example").host).toBe("here.example");
      }),
    );
  });
});
