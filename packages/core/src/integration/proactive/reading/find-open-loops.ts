import type { LoopKind, OpenLoop } from "../ledger/proactive-repository.ts";
import { addDays, instantOf, wallAt } from "../timing/wall-clock.ts";
import { findWhen } from "./find-when.ts";
import { findLead, findWish } from "./find-wish.ts";
import { TOPIC_OF } from "../planning/topic-of.ts";

export type FoundLoop = Pick<OpenLoop, "kind" | "words" | "topic" | "dueAt">;

const MOST_WORDS = 200;
// What is longer was pasted, and reading all of it would hold the process up for half a second.
const MOST_LETTERS = 4_000;

/**
 * Reminders asked for and promises made in what a person wrote at `atMs`, each with a time of its own that is still to come;
 * in English or Polish. What has no time is no loop: nobody is asked about it at a moment that they did not name.
 */
export function findOpenLoops(text: string, zone: string, atMs: number): FoundLoop[] {
  const found = sentencesOf(text.slice(0, MOST_LETTERS)).flatMap((sentence) => {
    const wish = findWish(sentence);
    const when = wish && findWhen(sentence, zone, atMs, wish);
    if (!wish || !when || when.dueMs <= atMs) return [];
    const behind = sentence.slice(wish.index + wish.text.length);
    const ahead = wish.kind === "promise" && when.hasHour ? findLead(sentence, when.texts.at(-1) ?? "") : null;
    if (!ahead) return [loopOf(wish.kind, without(behind, when.texts), when.dueMs)];
    // What is told ahead says its time, and of what is near half of the time is left.
    const [day, hour = day] = when.texts;
    const [preposition = ""] =
      /^(?:o|do|przed|po|około|koło)(?= )/iu.exec(hour ?? "") ?? (ahead.isDeadline ? [] : ["at"]);
    const clock = `${preposition} ${clockAt(zone, when.dueMs)}`;
    const words = without(behind.replace(hour ?? "", clock), day === hour ? [] : [day ?? ""]);
    return [loopOf(wish.kind, words, when.dueMs - Math.min(ahead.leadMs, (when.dueMs - atMs) / 2))];
  });
  return joined(found);
}

/** What one message asks for one time is one loop, since where it was said and its time are what a loop is known by. */
function joined(found: readonly FoundLoop[]): FoundLoop[] {
  const loops = new Map<string, FoundLoop>();
  for (const loop of found) {
    const key = `${loop.kind} ${loop.dueAt.getTime()}`;
    const before = loops.get(key);
    const isSaid = before?.words.toLowerCase().includes(loop.words.toLowerCase());
    if (!before) loops.set(key, loop);
    else if (!isSaid) loops.set(key, { ...before, words: `${before.words}; ${loop.words}`.slice(0, MOST_WORDS) });
  }
  return [...loops.values()];
}

const without = (text: string, parts: readonly string[]): string =>
  parts.reduce((rest, part) => rest.replace(part, " "), text);

function clockAt(zone: string, atMs: number): string {
  const { minute } = wallAt(zone, atMs);
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/** Goals of a profile that name a date: due in the morning of the day before. */
export function findGoals(goals: string, zone: string, atMs: number): FoundLoop[] {
  return goals.split(/[\n;]/).flatMap((line) => {
    const when = findWhen(line, zone, atMs);
    if (!when) return [];
    const dueMs = instantOf(zone, addDays(wallAt(zone, when.dueMs).date, -1), "09:00");
    return dueMs > atMs ? [loopOf("goal", line, dueMs)] : [];
  });
}

function loopOf(kind: LoopKind, text: string, dueMs: number): FoundLoop {
  const words = text
    .replace(/\s+/g, " ")
    .replace(/(?: (?:on|at|by|in|until|na|do|przed|we?))?[\s,:;.!?-]*$|^[\s,:;.-]+/gi, "")
    // What joined them to the words that ask, with the time in between: "remind me in an hour to call mum".
    .replace(/^(?:to|about|of|that|so that i|(?:że)?by[mś]?|aby[mś]?|że)\s+/i, "")
    .slice(0, MOST_WORDS);
  return { kind, words: words || TOPIC_OF[kind], topic: TOPIC_OF[kind], dueAt: new Date(dueMs) };
}

// "za 2 godz. o praniu" is one sentence.
const SENTENCE_END = /(?<=[.!?])(?<!\b(?:godz|min|ok)\.)\s+|\n+/i;

function sentencesOf(text: string): string[] {
  return text
    .split(SENTENCE_END)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}
