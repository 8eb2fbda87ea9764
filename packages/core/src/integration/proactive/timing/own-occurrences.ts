import type { OwnSchedule } from "@procode/contracts";
import { addDays, instantOf, wallAt } from "./wall-clock.ts";

/** The instants of a person's own schedule from `fromMs` to before `toMs`, one for each of its days, in order. */
export function ownOccurrences({ weekdays, at }: OwnSchedule, zone: string, fromMs: number, toMs: number): number[] {
  const found: number[] = [];
  // A day before: where the clock skips a date, what was due then falls on the next one.
  let date = addDays(wallAt(zone, fromMs).date, -1);
  const last = addDays(wallAt(zone, toMs).date, 1);
  for (; date <= last; date = addDays(date, 1)) {
    const instant = instantOf(zone, date, at);
    const wall = wallAt(zone, instant);
    // A date that the zone skips has no such day.
    if (wall.date !== date || !weekdays.includes(wall.weekday)) continue;
    if (instant >= fromMs && instant < toMs) found.push(instant);
  }
  return found;
}
