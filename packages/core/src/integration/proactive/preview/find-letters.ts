import type { ProactiveSettings } from "@procode/contracts";
import { hasLetterOn, letterTime } from "../email/letter-time.ts";
import type { StoredProactiveMessage } from "../ledger/proactive-repository.ts";
import type { Situation } from "../planning/judge.ts";
import { wallAt } from "../timing/wall-clock.ts";

/** Something that is going to be told: when its time has come, and from when on it is too late. */
type ForLetter = { key: string; atMs: number; untilMs: number };
type Letters = Pick<Situation, "settings" | "reachable"> & {
  /** What went out before, with the letter of today among it where there was one. */
  recent: readonly Pick<StoredProactiveMessage, "channel" | "state" | "takenAt" | "scheduledFor">[];
};

/**
 * When the letter goes that carries each of `all`, by its key; what goes another way, or no way in time, is not among them. By the
 * rules that hold when they are sent: one letter a day, for whom e-mail is the first way that can be used.
 */
export function findLetters(
  { settings, reachable, recent }: Letters,
  all: readonly ForLetter[],
  fromMs: number,
): Map<string, number> {
  const letters = new Map<string, number>();
  if (settings.channels.find((channel) => reachable.includes(channel)) !== "email") return letters;
  for (const one of all.toSorted((a, b) => a.atMs - b.atMs)) {
    const atMs = Math.max(one.atMs, fromMs);
    const hasLetterToday = hasLetterOn(recent, { zone: settings.zone, atMs }) || isAfterLetter(settings, letters, atMs);
    const letterMs = letterTime(settings, { atMs, hasLetterToday });
    if (letterMs !== null && letterMs < one.untilMs) letters.set(one.key, letterMs);
  }
  return letters;
}

/** Whether one of these letters has gone by then, on the same date there. One that goes at that very moment takes it along. */
function isAfterLetter({ zone }: ProactiveSettings, letters: ReadonlyMap<string, number>, atMs: number): boolean {
  const { date } = wallAt(zone, atMs);
  return [...letters.values()].some((letterMs) => letterMs < atMs && wallAt(zone, letterMs).date === date);
}
