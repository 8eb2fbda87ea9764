import type { ChatRequest } from "../chat-request.ts";

export type Offer = { rule: string; topic: string; dueMs: number; words: string };
/** What the prompt of a message that nobody asked for says. `said`: the person's sentences before, oldest first. */
export type UnaskedPrompt = { nowMs: number; offers: Offer[]; written: string[]; said: string[] };

const BEGIN = "This might be worth a message:\n";
const BEFORE = "Written in the last seven days, not to be said again:\n";
const OFFER = /^\d+\. (\w+), topic "([^"]*)", best at (\S+): (.*)$/;

/** Whether a model is asked if it would write to somebody of its own accord, as one JSON object. */
export function isUnaskedRequest({ messages }: ChatRequest): boolean {
  return messages.some(
    ({ role, content }) => role === "system" && /decide whether to write to this person unasked/i.test(content),
  );
}

export function readUnaskedPrompt({ messages }: ChatRequest): UnaskedPrompt {
  const texts = messages.filter(({ role }) => role === "user").map(({ content }) => content);
  const last = texts.pop() ?? "";
  const at = last.lastIndexOf(BEGIN);
  const asked = last.slice(at + BEGIN.length);
  const [, time = ""] = /It is (\S+)\. $/.exec(last.slice(0, at)) ?? [];
  // What was said last stands in the same message.
  const before = last.slice(0, at).replace(/It is \S+\. $/, "");
  const [offered = "", written = ""] = asked.split(BEFORE);
  return {
    nowMs: Date.parse(time),
    offers: offered.split("\n").flatMap(readOffer),
    written: written.split("\n").flatMap((line) => (line.startsWith("- ") ? [line.slice(2)] : [])),
    said: [...texts, before].flatMap(sentencesOf),
  };
}

function readOffer(line: string): Offer[] {
  const [, rule, topic, at, words] = OFFER.exec(line) ?? [];
  return rule && topic && at && words !== undefined ? [{ rule, topic, dueMs: Date.parse(at), words }] : [];
}

const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
