import { quote, shorten, table } from "./markdown.ts";
import type { PromptView } from "./read-prompt.ts";

const SHOWN = 12;

export function answerWithHistory({ asked, answered, plain }: PromptView): string {
  const first = asked[0];
  const last = asked.at(-1);
  if (first === undefined || last === undefined) {
    return "## What you said before\n\nNothing before this: yours is the first message of the conversation that I was sent. Write a second one and ask again, and I will quote this one back to you.";
  }
  const shown = asked.slice(-SHOWN);
  const skipped = asked.length - shown.length;
  return [
    "## Our conversation so far",
    `You wrote ${asked.length === 1 ? "one message" : `${asked.length} messages`} before this one and got ${answered === 1 ? "one answer" : `${answered} answers`}. It began with:`,
    quote(first),
    skipped === 0 ? "In order:" : `The newest ${SHOWN}, after ${skipped} older:`,
    table(
      ["#", "You wrote", "Words"],
      shown.map((text, index) => [`${skipped + index + 1}`, shorten(text, 120), `${countWords(text)}`]),
      plain,
    ),
    "### In short",
    `- It started from “${shorten(first, 60)}”.\n- It came to “${shorten(last, 60)}”.\n- Words that came back most often: ${
      frequentWords(asked)
        .map((word) => `**${word}**`)
        .join(", ") || "none twice"
    }.`,
  ].join("\n\n");
}

function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => word !== "").length;
}

function frequentWords(texts: string[]): string[] {
  const counts = new Map<string, number>();
  for (const [word] of texts
    .join(" ")
    .toLowerCase()
    .matchAll(/\p{L}{5,}/gu))
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort((left, right) => right[1] - left[1] || left[0].localeCompare(right[0]))
    .slice(0, 5)
    .map(([word]) => word);
}
