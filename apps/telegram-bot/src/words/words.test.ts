import { describe, expect, it } from "vitest";
import { english } from "./english.ts";
import { polish } from "./polish.ts";
import type { Words } from "./words.ts";
import { wordsFor } from "./words-for.ts";

function sentencesOf(words: Words): string[] {
  const facts = { today: "$0.10", month: "$1.00", answers: 5, unknown: 2 };
  return Object.values(words).flatMap((value): string[] => {
    if (typeof value === "string") return [value];
    if (typeof value !== "function") return Object.values(value);
    return [(value as (given: unknown) => string)(value === words.usage ? facts : value === words.tryIn ? 30 : "X")];
  });
}

describe.each([
  ["English", english],
  ["Polish", polish],
])("%s", (_, words) => {
  it("is calm: no mark of exclamation, no apology, nothing empty", () => {
    const sentences = sentencesOf(words);
    expect(sentences.length).toBeGreaterThan(50);
    for (const sentence of sentences) expect(sentence).toMatch(/\S/);
    expect(sentences.filter((sentence) => /!|oops|sorry|please|przepraszam|proszę/i.test(sentence))).toEqual([]);
  });

  it("fits Telegram's menu", () => {
    for (const [command, description] of Object.entries(words.menu)) {
      expect(command).toMatch(/^[a-z]{1,32}$/);
      expect(description.length).toBeLessThanOrEqual(256);
    }
  });
});

describe("Polish", () => {
  it("says everything that English says, in its own words", () => {
    expect(Object.keys(polish.reasons).sort()).toEqual(Object.keys(english.reasons).sort());
    const shared = sentencesOf(english).filter((sentence) => sentencesOf(polish).includes(sentence));
    expect(shared).toEqual([]);
  });

  it.each([
    [1, "1 odpowiedź"],
    [3, "3 odpowiedzi"],
    [12, "12 odpowiedzi"],
  ])("counts %i", (answers, counted) => {
    expect(polish.usage({ today: "", month: "", answers, unknown: 0 })).toContain(counted);
  });

  it("is for people whose Telegram speaks it", () => {
    expect([wordsFor("pl"), wordsFor("pl-PL"), wordsFor("de"), wordsFor(undefined)]).toEqual([
      polish,
      polish,
      english,
      english,
    ]);
  });
});
