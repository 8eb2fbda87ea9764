import type { OpenLoop } from "../ledger/proactive-repository.ts";
import { TOPIC_OF } from "../planning/topic-of.ts";
import type { FoundThing, TalkMessage } from "./ask-analyst.ts";

const LEAST_CONFIDENCE = 0.6;
const MOST_AHEAD_MS = 366 * 86_400_000;
/** What is due so near to something that was found in the same message is the same thing. */
const SAME_WITHIN_MS = 12 * 3_600_000;
const MOST_FOUND = 5;

type Known = { sourceId: string; dueAt: Date };

/**
 * What a model found is only a proposal. A thing stays when its quote stands letter for letter in what the person themselves wrote, when it
 * is still to come within a year, when the model was sure, and when it was not found in that message before; five at most.
 */
export function checkFound(
  things: readonly FoundThing[],
  { talk, known, nowMs }: { talk: readonly TalkMessage[]; known: readonly Known[]; nowMs: number },
): Omit<OpenLoop, "id" | "createdAt">[] {
  const kept: Omit<OpenLoop, "id" | "createdAt">[] = [];
  for (const { kind, words, quote, message, dueAt, confidence } of things) {
    const source = talk[message - 1];
    const due = new Date(dueAt);
    if (source?.role !== "user" || !asOneLine(source.text).includes(asOneLine(quote))) continue;
    if (confidence < LEAST_CONFIDENCE || due.getTime() <= nowMs || due.getTime() > nowMs + MOST_AHEAD_MS) continue;
    if ([...known, ...kept].some((other) => isSame(other, { sourceId: source.id, dueAt: due }))) continue;
    kept.push({ kind, words: asOneLine(words), topic: TOPIC_OF[kind], dueAt: due, sourceId: source.id });
  }
  return kept.slice(0, MOST_FOUND);
}

const isSame = (one: Known, other: Known): boolean =>
  one.sourceId === other.sourceId && Math.abs(one.dueAt.getTime() - other.dueAt.getTime()) < SAME_WITHIN_MS;

const asOneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
