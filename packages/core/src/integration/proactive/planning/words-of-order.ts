import type { Candidate } from "./find-candidates.ts";

/** What a person ordered, told without a model: in their own words. */
export function wordsOfOrder({ rule, words }: Pick<Candidate, "rule" | "words">): { text: string; why: string } {
  return rule === "schedule"
    ? { text: `You ordered for this time: ${words}`, why: "You ordered it for this time." }
    : { text: `You asked to be reminded: ${words}`, why: "You asked to be reminded of it at this time." };
}
