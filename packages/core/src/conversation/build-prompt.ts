import { type Channel, type Model, PROFILE_FACTS, PROFILE_FIELDS, type Profile } from "@procode/contracts";
import { estimateTokenCount } from "tokenx";
import type { PromptMessage } from "../ports/model-provider.ts";
import { ProcodeError } from "../procode-error.ts";
import type { PathMessage } from "./message-repository.ts";

type Turn = Pick<PathMessage, "role" | "text">;
export type PromptInput = {
  profile: Profile;
  channel: Channel;
  /** What an asking program tells the model besides. */
  instructions?: string | undefined;
  /** The branch up to and including the message to answer, oldest first. */
  history: Turn[];
  model: Pick<Model, "name" | "contextTokens" | "maxOutputTokens">;
  now: Date;
};

export type Prompt = {
  messages: PromptMessage[];
  /** How many of the oldest messages did not fit. */
  omitted: number;
  estimatedTokens: number;
};

// A message costs a few tokens beyond its words in every chat format.
const TOKENS_PER_MESSAGE = 4;
const ANSWER_TOKENS = 4_096;

/**
 * The one prompt of every channel: who is asked, what the person told about themselves, and as much of the branch as
 * the model's window holds beside an answer. Throws INVALID does-not-fit when not even the newest message fits.
 */
export function buildPrompt(input: PromptInput): Prompt {
  const system = systemText(input);
  const answer = Math.min(
    input.model.maxOutputTokens ?? ANSWER_TOKENS,
    ANSWER_TOKENS,
    Math.floor(input.model.contextTokens / 4),
  );
  let room = input.model.contextTokens - answer - tokens(system);
  const kept: Turn[] = [];
  for (const message of input.history.toReversed()) {
    if (message.text === "") continue;
    const cost = tokens(message.text);
    if (cost > room) break;
    room -= cost;
    kept.unshift(message);
  }
  const newest = input.history.at(-1);
  if (!newest || kept.at(-1) !== newest) throw doesNotFit(input, newest?.text ?? "");
  const withText = input.history.filter((message) => message.text !== "").length;
  return {
    messages: [{ role: "system", content: system }, ...joinNeighbours(kept)],
    omitted: withText - kept.length,
    estimatedTokens: input.model.contextTokens - answer - room,
  };
}

function systemText({ profile, channel, instructions, now }: PromptInput): string {
  const facts = PROFILE_FIELDS.filter((field) => profile[field].trim() !== "").map(
    (field) => `- ${PROFILE_FACTS[field]}: ${profile[field].trim()}`,
  );
  return [
    "You are PROCODE, the personal assistant of one person, who reaches you on the web, in Telegram and from code. It is one conversation everywhere.",
    CHANNEL_WORDS[channel],
    `Today is ${dayIn(now, profile.timeZone)}.`,
    facts.length > 0
      ? `What this person told you about themselves:\n${facts.join("\n")}\nUse it where it helps and do not recite it.`
      : "This person has told you nothing about themselves yet.",
    ...(instructions ? [`Follow these instructions of the program that asks for them:\n${instructions}`] : []),
  ].join("\n\n");
}

const CHANNEL_WORDS: Record<Channel, string> = {
  web: "You are read on a web page: write Markdown, with tables and fenced code where they help.",
  telegram: "You are read in Telegram: write short paragraphs and simple Markdown, without tables.",
  api: "You are read by a program: write Markdown unless asked otherwise.",
};

// Making a format costs as much as several statements, and using one as much as a statement; there are a few hundred zones.
const days = new Map<string, { format: Intl.DateTimeFormat; minute: number; day: string }>();
const MINUTE_MS = 60_000;

function dayIn(now: Date, timeZone: string): string {
  const zone = timeZone || "UTC";
  const minute = Math.floor(now.getTime() / MINUTE_MS);
  const known = days.get(zone);
  if (known?.minute === minute) return known.day;
  const format = known?.format ?? new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: zone });
  const day = format.format(now);
  days.set(zone, { format, minute, day });
  return day;
}

// Some providers refuse two turns of one side in a row, as a failed answer leaves them.
function joinNeighbours(path: Turn[]): PromptMessage[] {
  const messages: PromptMessage[] = [];
  for (const { role, text } of path) {
    const last = messages.at(-1);
    if (last?.role === role) last.content += `\n\n${text}`;
    else messages.push({ role, content: text });
  }
  return messages;
}

function tokens(text: string): number {
  return estimateTokenCount(text) + TOKENS_PER_MESSAGE;
}

function doesNotFit({ model }: PromptInput, text: string): ProcodeError {
  const count = (value: number) => value.toLocaleString("en");
  return new ProcodeError(
    "INVALID",
    `This message has about ${count(tokens(text))} tokens and ${model.name} reads ${count(model.contextTokens)} with what it must know. It is kept; shorten it, or choose a model that reads more.`,
    { reason: "does-not-fit" },
  );
}
