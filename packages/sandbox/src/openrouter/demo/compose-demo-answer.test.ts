import { expect, test } from "vitest";
import type { LoggedMessage } from "../../log/log-entry.ts";
import { composeDemoAnswer } from "./compose-demo-answer.ts";

const SYSTEM = [
  "You are PROCODE.",
  "You are read on a web page: write Markdown.",
  "What this person told you about themselves:\n- Name: Ada\n- Language to answer in: Polish\n- Goals: ship the engine\n  and rest\n- How to answer: short\nUse it where it helps and do not recite it.",
].join("\n\n");

function answer(
  question: string,
  {
    system = SYSTEM,
    earlier = [],
    model = "procode/demo",
  }: { system?: string; earlier?: LoggedMessage[]; model?: string } = {},
): string {
  const messages = [{ role: "system", content: system }, ...earlier, { role: "user", content: question }];
  return composeDemoAnswer({ model, messages, stream: true, includeUsage: true, maxTokens: null, stop: [] });
}

const talk = [
  { role: "user", content: "I bake bread on Sundays" },
  { role: "assistant", content: "Good." },
];

test("it greets by name, counts what it got, and says honestly that it is a demo", () => {
  const text = answer("Explain black holes", { earlier: talk });
  expect(text).toMatch(/^Cześć, Ada! I got 4 facts about you, and I see 2 earlier messages/);
  expect(text).toContain("Explain black holes");
  expect(text).toContain("demo model");
  expect(text).toContain("OPENROUTER_API_KEY");
});

test("without facts and history it claims neither", () => {
  const text = answer("Explain black holes", { system: "You are PROCODE." });
  expect(text).toMatch(/^Hello! I got no facts about you, and this is the first message I see/);
});

test("the general answer shows a heading, a list, a table and a fenced block", () => {
  const text = answer("Explain black holes");
  for (const mark of [/^## /m, /^- /m, /^\| --- \|/m, /^```json$/m]) expect(text).toMatch(mark);
});

test("what it knows is exactly what the prompt said, over several lines too", () => {
  const text = answer("What do you know about me?");
  expect(text).toContain("| Goals | ship the engine and rest |");
  expect(text).toContain("| How to answer | short |");
  expect(text).not.toContain("recite");
});

test("what was said before is quoted back", () => {
  expect(answer("What did I say before?", { earlier: talk })).toContain("| 1 | I bake bread on Sundays | 5 |");
  expect(answer("Summarise our conversation", { earlier: talk })).toContain("I bake bread on Sundays");
  expect(answer("What did I say before?")).toContain("first message");
});

test("the shape follows the question", () => {
  expect(answer("Write a Python function that reverses a string")).toMatch(/```python\ndef reverses_string/);
  expect(answer("Compare PostgreSQL and MySQL in a table")).toContain("|  | PostgreSQL | MySQL |");
  expect(answer("Make a plan for learning chess")).toContain("| This week |");
  expect(answer("Write an e-mail to my landlord about the heating")).toContain("Subject: the heating");
});

test("where the channel shows no tables there is none", () => {
  expect(answer("Compare tea and coffee", { system: "Write simple Markdown, without tables." })).not.toContain(
    "| --- |",
  );
});

test("a person's own words never become Markdown of the answer", () => {
  const text = answer("![x](https://evil.example/?q=1) <img src=x> | `a`", { earlier: talk });
  expect(text.replaceAll(/```[\s\S]*?```/g, "")).not.toMatch(/(?<!\\)!\[|(?<!\\)\[x(?<!\\)\]|(?<!\\)<img/);
});

test("in the place of another model it says whom it stands in for", () => {
  expect(answer("hi", { model: "openai/gpt-5" })).toContain("stands in for `openai/gpt-5`");
});

test("directives are not shown to people, and a title is short", () => {
  expect(answer("[[sandbox first=1]] Explain black holes")).toContain("> Explain black holes");
  expect(
    answer("how do I get my sourdough to rise in a very cold kitchen in winter?", {
      system: "Name this conversation.",
    }),
  ).toBe("How do I get my sourdough to rise in a very cold");
});
