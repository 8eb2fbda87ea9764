import { shorten, table } from "./markdown.ts";
import type { PromptView } from "./read-prompt.ts";

export function answerAboutPerson({ facts, asked, plain }: PromptView): string {
  if (facts.length === 0) {
    return [
      "## What I know about you",
      "Nothing yet: the prompt I got holds no facts about you. You can change that:",
      "1. Open **Context** and fill in your name, what you do, and what you are working towards.\n2. Come back and ask me again.\n3. The facts stand in the prompt of every conversation, on every channel.",
    ].join("\n\n");
  }
  return [
    "## What I know about you",
    "All of it comes from your context page; I keep nothing between messages.",
    table(
      ["Fact", "What I was told"],
      facts.map(({ label, value }) => [label, shorten(value, 300)]),
      plain,
    ),
    "### How I would use it",
    facts.map((fact) => `- ${useOf(fact.label, fact.value)}`).join("\n"),
    asked.length === 0
      ? ""
      : `From this conversation I also have your ${asked.length === 1 ? "earlier message" : `${asked.length} earlier messages`}; ask “what did I say before?” to see ${asked.length === 1 ? "it" : "them"}.`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function useOf(label: string, value: string): string {
  const words = shorten(value, 60);
  const uses: [RegExp, string][] = [
    [/^name$/i, `call you ${words}`],
    [/language/i, `answer in ${words} (a real model does; I only know how to greet)`],
    [/zone/i, `give times in ${words}`],
    [/occupation/i, `choose examples that fit the work of “${words}”`],
    [/goal/i, `tie plans to “${words}”`],
    [/interest/i, `pick comparisons from ${words}`],
    [/answer|style/i, `keep to this tone: ${words}`],
    [/instruction/i, `follow “${words}” in every answer`],
  ];
  return uses.find(([pattern]) => pattern.test(label))?.[1] ?? `keep “${words}” in mind`;
}
