import { quote, shorten, table } from "./markdown.ts";
import type { PromptView } from "./read-prompt.ts";
import { topicOf } from "./topic-of.ts";

export function answerWithTable({ question, plain }: PromptView): string {
  const things = comparedThings(question);
  const title = things.length > 1 ? things.join(" or ") : topicOf(question);
  return [
    `## ${shorten(title, 80)}`,
    quote(question),
    "The cells wait for somebody who knows the matter; the rows are what is worth asking of each:",
    things.length > 1 ? compare(things, plain) : list(topicOf(question), plain),
    "### How to decide",
    "1. Strike out what you cannot live without, row by row.\n2. Of what is left, take the one that is **easiest to leave again**.\n3. Write down why; in half a year you will want to know.",
  ].join("\n\n");
}

function compare(things: string[], plain: boolean): string {
  return table(
    ["", ...things.map((thing) => shorten(thing, 30))],
    ["Best at", "Costs you", "Hard to change later", "Choose it when"].map((row) => [row, ...things.map(() => "…")]),
    plain,
  );
}

function list(topic: string, plain: boolean): string {
  return table(
    ["What", "Why it matters", "First step"],
    [
      [shorten(topic, 40), "it is what you asked about", "say it in one sentence"],
      ["The people in it", "they decide whether it works", "name the one who gains most"],
      ["The time it takes", "it is always more", "double the first guess"],
    ],
    plain,
  );
}

// "compare X and Y", "X vs Y", "difference between X, Y and Z".
function comparedThings(question: string): string[] {
  const [, listed] = /(?:compare|comparison of|comparing|between|porównaj)\s+(.+)/i.exec(question) ?? [];
  const source = listed ?? (/\bvs\.?\b|\bversus\b/i.test(question) ? question : "");
  return source
    .replace(/[?.!].*$/s, "")
    .replace(/\b(in|as|for|with) (a |one )?(table|list|me)\b.*$/i, "")
    .split(/,|\bvs\.?|\bversus\b|\band\b|\bor\b|\bwith\b|\bi\b/i)
    .map((thing) => thing.trim())
    .filter((thing) => thing !== "")
    .slice(0, 4);
}
