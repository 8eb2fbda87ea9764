import { type Model, type ProactiveChannel, type Profile, Topic } from "@procode/contracts";
import { z } from "zod";
import type { Context } from "../../../context.ts";
import { buildPrompt } from "../../../conversation/build-prompt.ts";
import type { PathMessage } from "../../../conversation/message-repository.ts";
import { askOnce } from "../../completions/ask-once.ts";
import { readJsonObject } from "../../completions/read-json-object.ts";
import type { ProactiveReason } from "../ledger/proactive-repository.ts";
import type { Candidate } from "./find-candidates.ts";

/** The one thing that a model is asked for. */
export const ProactiveAnswer = z.object({
  send: z.boolean(),
  /** The number of what it is about; without it the topic tells. */
  about: z.number().int().optional(),
  text: z.string().max(1_000),
  topic: Topic,
  reason: z.string().min(1).max(300),
  sendAt: z.iso.datetime({ offset: true }),
  confidence: z.number().min(0).max(1),
  /** Of other orders of the hour, by their number in the question: its words for them, or that they are not to be told. */
  also: z
    .array(
      z.object({
        about: z.number().int(),
        send: z.boolean(),
        text: z.string().max(1_000),
        reason: z.string().max(300),
      }),
    )
    .max(50)
    .default([]),
});
export type ProactiveAnswer = z.infer<typeof ProactiveAnswer>;
/** `answer` null: no model was asked, or what came could not be read, as `unanswered` says. */
export type AskedModel =
  | { generationId: string; model: string; answer: ProactiveAnswer }
  | { generationId: string | null; model: string | null; answer: null; unanswered: ProactiveReason };

/** One call of a model about these candidates; what it costs is recorded like every call's. Throws what the provider throws. */
export async function askModel(
  ctx: Context,
  input: {
    userId: string;
    model: Model;
    profile: Profile;
    channel: ProactiveChannel;
    history: readonly Pick<PathMessage, "role" | "text">[];
    candidates: readonly Candidate[];
    sent: readonly { text: string }[];
  },
): Promise<AskedModel> {
  const { userId, model, profile, channel, history, candidates, sent } = input;
  const question = { role: "user" as const, text: questionOf(candidates, sent, ctx.clock.now()) };
  const { messages } = buildPrompt({
    ...{ profile, model, instructions: INSTRUCTIONS, now: ctx.clock.now() },
    channel: channel === "telegram" ? "telegram" : "web",
    history: [...history, question],
  });
  const { generationId, model: name, text } = await askOnce(ctx, { userId, model, messages, maxOutputTokens: 600 });
  const answer = readAnswer(text);
  const asked = { generationId, model: name };
  return answer
    ? { ...asked, answer }
    : { ...asked, answer, unanswered: { rule: "model", said: "The model's answer could not be read." } };
}

const INSTRUCTIONS = `You decide whether to write to this person unasked. Most of the time the right decision is not to.
Write only what is true, useful now and rests on what they said. Never invent a fact, and never nag.
Answer with one JSON object and nothing else:
{"send": boolean, "about": number of what it is about, "text": "the message, at most 600 characters", "topic": "one of the topics listed", "reason": "one sentence to the person: why this message came", "sendAt": "ISO 8601 with offset", "confidence": number from 0 to 1,
"also": []}
A reminder or a schedule was ordered for its minute, and each of them is told. Write about one as above, and put one object for each
other into "also": {"about": its number in the list, "send": boolean, "text": "the message", "reason": "one sentence"}; send false says that
they did it already or called it off.`;

function questionOf(candidates: readonly Candidate[], sent: readonly { text: string }[], now: Date): string {
  const lines = candidates.map(
    ({ rule, topic, words, dueMs }, place) =>
      `${place + 1}. ${rule}, topic "${topic}", best at ${new Date(dueMs).toISOString()}: ${words}`,
  );
  const before = sent.map(({ text }) => `- ${text}`);
  return [
    `It is ${now.toISOString()}. This might be worth a message:\n${lines.join("\n")}`,
    before.length > 0 ? `Written in the last seven days, not to be said again:\n${before.join("\n")}` : null,
    "Decide now, as one JSON object.",
  ]
    .filter((part) => part !== null)
    .join("\n\n");
}

/** Null for what is no such object. */
function readAnswer(text: string): ProactiveAnswer | null {
  const answer = ProactiveAnswer.safeParse(readJsonObject(text));
  return answer.success && (!answer.data.send || answer.data.text.trim() !== "") ? answer.data : null;
}
