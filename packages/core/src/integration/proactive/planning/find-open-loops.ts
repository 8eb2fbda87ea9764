import { casual } from "chrono-node/en";
import type { LoopKind, OpenLoop } from "../ledger/proactive-repository.ts";
import { addDays, instantOf, minutesAhead, wallAt } from "../timing/wall-clock.ts";

type ParsedTime = ReturnType<typeof casual.parse>[number]["start"];
export type FoundLoop = Pick<OpenLoop, "kind" | "words" | "topic" | "dueAt">;

const MOST_WORDS = 200;
// What is longer was pasted, and reading all of it would hold the process up for half a second.
const MOST_LETTERS = 4_000;
const TOPICS: Record<LoopKind, string> = { reminder: "Reminders", promise: "Promises", goal: "Goals" };
const ASKS = /\b(?:remind me|do(?:n't| not) let me forget|ping me|nudge me)\b(?: (?:to|about|of|that))?/i;
const PROMISES =
  /\b(?:i(?:'|\u2019)ll|i (?:will|must|have to|need to|promised?(?: to)?|am going to)|i(?:'|\u2019)m going to)\b/i;

/**
 * Reminders asked for and promises made in what a person wrote at `atMs`, each with a time of its own that is still to come;
 * English only. What has no time is no loop: nobody is asked about it at a moment that they did not name.
 */
export function findOpenLoops(text: string, zone: string, atMs: number): FoundLoop[] {
  return sentencesOf(text.slice(0, MOST_LETTERS)).flatMap((sentence) => {
    const kind = ASKS.test(sentence) ? "reminder" : PROMISES.test(sentence) ? "promise" : null;
    if (kind === null || sentence.endsWith("?")) return [];
    const when = findTime(sentence, zone, atMs);
    if (!when || when.dueMs <= atMs) return [];
    const words = sentence.replace(when.text, " ").replace(kind === "reminder" ? ASKS : PROMISES, " ");
    return [loopOf(kind, words, when.dueMs)];
  });
}

/** Goals of a profile that name a date: due in the morning of the day before. */
export function findGoals(goals: string, zone: string, atMs: number): FoundLoop[] {
  return goals.split(/[\n;]/).flatMap((line) => {
    const when = findTime(line, zone, atMs);
    if (!when) return [];
    const dueMs = instantOf(zone, addDays(wallAt(zone, when.dueMs).date, -1), "09:00");
    return dueMs > atMs ? [loopOf("goal", line, dueMs)] : [];
  });
}

function loopOf(kind: LoopKind, text: string, dueMs: number): FoundLoop {
  const words = text
    .replace(/\s+/g, " ")
    .replace(/(?: (?:on|at|by|in|until))?[\s,:;.!-]*$|^[\s,:;.-]+/gi, "")
    .slice(0, MOST_WORDS);
  return { kind, words: words || TOPICS[kind], topic: TOPICS[kind], dueAt: new Date(dueMs) };
}

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

function findTime(text: string, zone: string, atMs: number): { text: string; dueMs: number } | null {
  const reference = { instant: new Date(atMs), timezone: minutesAhead(zone, atMs) };
  const [found] = casual.parse(text, reference, { forwardDate: true });
  if (!found) return null;
  return { text: found.text, dueMs: instantIn(zone, found.start, atMs) };
}

// By the clock of the zone on that very day, which may run otherwise than on the day on which it was said.
function instantIn(zone: string, start: ParsedTime, atMs: number): number {
  if (start.isCertain("timezoneOffset")) return start.date().getTime();
  const two = (part: "month" | "day" | "hour" | "minute") => String(start.get(part) ?? 0).padStart(2, "0");
  const date = `${start.get("year")}-${two("month")}-${two("day")}`;
  if (start.isCertain("hour")) return instantOf(zone, date, `${two("hour")}:${two("minute")}`);
  // A day without a time: its morning, or its evening where the morning is over.
  const morning = instantOf(zone, date, "09:00");
  return morning > atMs ? morning : instantOf(zone, date, "18:00");
}
