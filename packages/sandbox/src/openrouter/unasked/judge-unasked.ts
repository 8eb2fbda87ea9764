import type { ChatRequest } from "../chat-request.ts";
import { findDoubt } from "./find-doubt.ts";
import { type Offer, readUnaskedPrompt } from "./read-unasked-prompt.ts";

type Judgement = { send: boolean; text: string; topic: string; reason: string; sendAt: string; confidence: number };

/**
 * The answer of a model that is asked whether to write to somebody unasked: by plain reading of the prompt and nothing else, whether
 * it was said to be over, meant at all, or written before. The same prompt always gets the same answer.
 */
export function judgeUnasked(request: ChatRequest): string {
  const { nowMs, offers, written, said } = readUnaskedPrompt(request);
  const read = offers.map((offer) => ({ offer, doubt: findDoubt(offer, said, written) }));
  const best = read.find(({ doubt }) => doubt === null) ?? read.find(({ doubt }) => doubt && doubt.sureness > 0);
  if (!best) return JSON.stringify(declined(nowMs, read[0]?.doubt?.why ?? "Nothing was offered."));
  const sureness = best.doubt?.sureness ?? 0.9;
  return JSON.stringify(
    message(best.offer, nowMs, sureness, best.doubt?.why ?? REASONS[best.offer.rule] ?? "It is due."),
  );
}

/** A model without any judgement: the first that is offered, now, and sure of it. */
export function alwaysSend(request: ChatRequest): string {
  const { nowMs, offers } = readUnaskedPrompt(request);
  const [first] = offers;
  return JSON.stringify(
    first ? message(first, nowMs, 1, "It always writes.") : declined(nowMs, "Nothing was offered."),
  );
}

const REASONS: Record<string, string> = {
  reminder: "You asked to be reminded.",
  promise: "You said that you would.",
  schedule: "You ordered it for this time.",
  goal: "You gave it a date, which is near.",
  silence: "You asked to be looked after.",
};

function message({ rule, topic, dueMs, words }: Offer, nowMs: number, confidence: number, reason: string): Judgement {
  const said = rule === "silence" ? "You have been silent for some days: how is it going?" : sentence(words);
  return { send: true, text: said, topic, reason, sendAt: new Date(Math.max(dueMs, nowMs)).toISOString(), confidence };
}

const declined = (nowMs: number, reason: string): Judgement => ({
  ...{ send: false, text: "", topic: "None", reason, confidence: 0.9 },
  sendAt: new Date(nowMs).toISOString(),
});

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1).replace(/[.!]*$/, "")}.`;
