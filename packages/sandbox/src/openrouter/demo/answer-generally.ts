import { fence, quote, shorten, table } from "./markdown.ts";
import type { PromptView } from "./read-prompt.ts";
import { topicOf } from "./topic-of.ts";

export function answerGenerally(prompt: PromptView): string {
  const topic = shorten(topicOf(prompt.question), 80);
  return [
    `## ${topic.charAt(0).toUpperCase()}${topic.slice(1)}`,
    quote(prompt.question || "(a message without words)"),
    `### A way into ${topic}`,
    "1. Say what you know already, and **what made you ask**.\n2. Ask for one example before the general rule.\n3. End with something that you could try yourself, today.",
    showWhatCame(prompt),
    TRY_NEXT,
  ].join("\n\n");
}

export function answerGreeting(prompt: PromptView): string {
  return ["## What I can show you", TRY_NEXT_LIST, showWhatCame(prompt)].join("\n\n");
}

const TRY_NEXT_LIST =
  "- **What do you know about me?** shows the context that comes with every message.\n- **What did I say before?** shows the conversation that comes with it.\n- **Make a plan for …**, **compare … and …** or **write a function that …** show lists, tables and code.";
const TRY_NEXT = `### What you can ask me\n\n${TRY_NEXT_LIST}`;

function showWhatCame(prompt: PromptView): string {
  const { asked, answered, plain, model } = prompt;
  return [
    "### What I was sent",
    table(
      ["What", "How much"],
      [
        ["Facts about you", factNames(prompt)],
        [
          "Your earlier messages",
          asked.length === 0 ? "none" : `${asked.length}, the last one “${shorten(asked.at(-1) ?? "", 60)}”`,
        ],
        ["Earlier answers", answered === 0 ? "none" : `${answered}`],
        ["Model", `\`${model}\``],
      ],
      plain,
    ),
    "The request, shortened, as it came over the wire:",
    fence("json", requestInShort(prompt)),
  ].join("\n\n");
}

function factNames({ facts }: PromptView): string {
  return facts.length === 0 ? "none" : facts.map(({ label, value }) => `${label} (${shorten(value, 40)})`).join(", ");
}

function requestInShort({ model, messages }: PromptView): string {
  const shown = messages.length > 5 ? [...messages.slice(0, 1), ...messages.slice(-3)] : messages;
  const lines = shown.map(({ role, content }) => `    ${JSON.stringify({ role, content: beginning(content) })}`);
  if (shown.length < messages.length) lines.splice(1, 0, `    "… ${messages.length - shown.length} more …"`);
  return `{\n  "model": ${JSON.stringify(model)},\n  "messages": [\n${lines.join(",\n")}\n  ]\n}`;
}

function beginning(content: string): string {
  const line = content.replace(/\s+/g, " ").replaceAll("`", "'").trim();
  return line.length <= 48 ? line : `${line.slice(0, 48).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
