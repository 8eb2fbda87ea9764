import type { QuietHours } from "@procode/contracts";
import { minuteOf, type Wall, wallAt } from "./wall-clock.ts";

const MINUTE_MS = 60_000;
const DAY = 24 * 60;
// A window is a day at most, and seven of them may touch; a zone that moves its clock adds hours.
const LONGEST_MINUTES = 9 * DAY;

/** Whether what the clock on the wall shows lies in a quiet window: that of its own day, or of the evening before. */
export function isQuiet(quiet: QuietHours, { weekday, minute }: Pick<Wall, "weekday" | "minute">): boolean {
  const today = spanOf(quiet, weekday);
  const before = spanOf(quiet, weekday === 1 ? 7 : weekday - 1);
  return (
    (today !== null && minute >= today.from && minute < today.to) ||
    (before !== null && minute + DAY >= before.from && minute + DAY < before.to)
  );
}

/**
 * The first whole minute from `fromMs` on at which a person may be written to; null where every minute of the week is
 * quiet. Judged by the clock on the wall at each instant, so that an hour that comes twice is quiet twice.
 */
export function nextWaking(quiet: QuietHours, zone: string, fromMs: number): number | null {
  let atMs = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS;
  const endMs = atMs + LONGEST_MINUTES * MINUTE_MS;
  while (atMs <= endMs) {
    const wall = wallAt(zone, atMs);
    if (!isQuiet(quiet, wall)) return atMs;
    // To the window's end by the wall's minutes; where the clock moves in between, by half as many until it does not.
    let left = minutesToEnd(quiet, wall);
    while (left > 1 && movesBetween(zone, atMs, left)) left = Math.floor(left / 2);
    atMs += left * MINUTE_MS;
  }
  return null;
}

/** The first minute of the next 24 hours that is quiet; null where there is none. `fromMs` itself is not quiet. */
export function nextQuiet(quiet: QuietHours, zone: string, fromMs: number): number | null {
  let atMs = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS;
  const endMs = atMs + DAY * MINUTE_MS;
  while (atMs <= endMs) {
    const wall = wallAt(zone, atMs);
    if (isQuiet(quiet, wall)) return atMs;
    let left = minutesToBegin(quiet, wall);
    while (left > 1 && movesBetween(zone, atMs, left)) left = Math.floor(left / 2);
    atMs += left * MINUTE_MS;
  }
  return null;
}

/** Minutes since the midnight that begins its day; up to two days later. */
function spanOf(quiet: QuietHours, weekday: number): { from: number; to: number } | null {
  const window = quiet[weekday - 1];
  if (!window) return null;
  const [from, to] = [minuteOf(window.from), minuteOf(window.to)];
  return { from, to: to > from ? to : to + DAY };
}

function minutesToEnd(quiet: QuietHours, { weekday, minute }: Wall): number {
  const today = spanOf(quiet, weekday);
  const before = spanOf(quiet, weekday === 1 ? 7 : weekday - 1);
  const ends = [
    today !== null && minute >= today.from && minute < today.to ? today.to - minute : 0,
    before !== null && minute + DAY < before.to ? before.to - DAY - minute : 0,
  ];
  return Math.max(1, ...ends);
}

/** To the next window of today, or to midnight, where tomorrow's may begin. */
function minutesToBegin(quiet: QuietHours, { weekday, minute }: Wall): number {
  const today = spanOf(quiet, weekday);
  return today && today.from > minute ? today.from - minute : DAY - minute;
}

function movesBetween(zone: string, fromMs: number, minutes: number): boolean {
  const [from, to] = [wallAt(zone, fromMs), wallAt(zone, fromMs + minutes * MINUTE_MS)];
  const days = (Date.parse(to.date) - Date.parse(from.date)) / (DAY * MINUTE_MS);
  return days * DAY + to.minute - from.minute !== minutes;
}
