import { describe, expect, it } from "vitest";
import { english } from "./english.ts";
import { polish } from "./polish.ts";
import { wordsFor } from "./words-for.ts";

const WISHES = { where: "X", quiet: "X", zone: "X", perDay: 2, perWeek: 10, budget: "$1.00" };
const EXPLAINED = { why: "X", rule: "X", topic: "X", facts: ["X"], receipt: "X" };
/** What the functions are asked with that take more than a word. */
const GIVEN: Record<string, unknown[]> = {
  usage: [{ today: "$0.10", month: "$1.00", answers: 5, unknown: 2 }],
  tryIn: [30],
  off: [WISHES],
  on: [WISHES],
  limitsAre: [WISHES],
  everyOf: [["X", "X"]],
  explanation: [EXPLAINED],
  when: [new Date("2026-11-24T09:00:00Z"), "Europe/Warsaw"],
};

function sentencesOf(words: object): string[] {
  return Object.entries(words).flatMap(([name, value]): string[] => {
    if (typeof value === "string") return [value];
    if (typeof value !== "function") return sentencesOf(value);
    return [(value as (...given: unknown[]) => string)(...(GIVEN[name] ?? ["X", "X"]))];
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

  it("fits what Telegram shows at once when a button is pressed", () => {
    const { noted, snoozed, awake, messageNotThere, disconnected, lessOf, weights, when } = words.proactive;
    const until = when(new Date("2026-11-24T09:00:00Z"), "Europe/Warsaw");
    const notices = [...Object.values(noted), snoozed(until), awake, messageNotThere, disconnected];
    for (const weight of Object.values(weights)) notices.push(lessOf("x".repeat(60), weight));
    expect(notices.filter((notice) => notice.length > 200)).toEqual([]);
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
    const polishSentences = sentencesOf(polish);
    const shared = sentencesOf(english).filter((sentence) => polishSentences.includes(sentence));
    expect(shared).toEqual([]);
    expect(polishSentences).toHaveLength(sentencesOf(english).length);
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
