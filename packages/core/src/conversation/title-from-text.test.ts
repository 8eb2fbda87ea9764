import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { titleFromText } from "./title-from-text.ts";

describe("titleFromText", () => {
  it.each([
    ["How do I retry a webhook? It answers 429.", "How do I retry a webhook?"],
    ["## Plan for **Berlin**\nmore", "Plan for Berlin"],
    ["\n\n  hello  ", "hello"],
    ["```\n```", "New conversation"],
    ["Fix it. And then tell me how you fixed it.", "Fix it. And then tell me how you fixed it"],
  ])("names %j %j", (text, title) => {
    expect(titleFromText(text)).toBe(title);
  });

  it("is never empty, never long, never broken in the middle of a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
        const title = titleFromText(text);
        expect(title.length).toBeGreaterThan(0);
        expect(title.length).toBeLessThanOrEqual(62);
        expect(title.isWellFormed()).toBe(true);
        expect(title).not.toContain("\n");
      }),
    );
  });
});
