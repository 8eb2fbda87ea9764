import type { ProactiveCaps } from "@procode/contracts";
import { wallAt } from "./wall-clock.ts";

/** Whether one more message at `atMs` keeps the caps, beside those that were or will be written at `others`. */
export function isWithinCaps(
  { perDay, perWeek }: ProactiveCaps,
  zone: string,
  atMs: number,
  others: readonly number[],
): boolean {
  const { date, week } = wallAt(zone, atMs);
  const walls = others.map((other) => wallAt(zone, other));
  return (
    walls.filter((other) => other.date === date).length < perDay &&
    walls.filter((other) => other.week === week).length < perWeek
  );
}
