import type { ChatRequest } from "../chat-request.ts";

export type Fact = { label: string; value: string };

/** What a model can know of a call: nothing but the messages that came with it. */
export type PromptView = {
  model: string;
  /** The person's own name, where the system message tells one. */
  name: string | null;
  /** Lines such as "- Occupation: nurse" of the system message. */
  facts: Fact[];
  /** Whether the channel asked for no tables. */
  plain: boolean;
  /** Messages of the person before this one, oldest first. */
  asked: string[];
  /** Earlier answers. */
  answered: number;
  question: string;
  /** Everything that came, as role and text. */
  messages: ChatRequest["messages"];
};

export function readPrompt({ model, messages }: ChatRequest): PromptView {
  const system = messages
    .filter(({ role }) => role === "system" || role === "developer")
    .map(({ content }) => content)
    .join("\n\n");
  const people = messages.filter(({ role }) => role === "user").map(({ content }) => withoutDirectives(content));
  const facts = readFacts(system);
  return {
    model,
    name: facts.find(({ label }) => label.toLowerCase() === "name")?.value ?? null,
    facts,
    plain: /without tables|no tables/i.test(system),
    asked: people.slice(0, -1),
    answered: messages.filter(({ role }) => role === "assistant").length,
    question: people.at(-1) ?? "",
    messages,
  };
}

const AFTER_FACTS = /^(Use|Keep|Do not|Don't|Never)\b/;

// A fact goes on over further lines until the next fact or an empty line.
function readFacts(system: string): Fact[] {
  const facts: Fact[] = [];
  let open: Fact | null = null;
  for (const line of system.split("\n")) {
    const [, label, value] = /^\s*[-*] \**([A-Z][A-Za-z ]{1,40}?)\**:\**\s+(\S.*)$/.exec(line) ?? [];
    if (label !== undefined && value !== undefined) {
      open = { label, value: value.trim() };
      facts.push(open);
    } else if (line.trim() === "" || AFTER_FACTS.test(line)) open = null;
    else if (open) open.value += ` ${line.trim()}`;
  }
  return facts;
}

function withoutDirectives(text: string): string {
  return text.replace(/\[\[sandbox[^\]]*\]\]/g, "").trim();
}
