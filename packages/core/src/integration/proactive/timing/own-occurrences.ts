import type { OwnSchedule } from "@procode/contracts";
import { addDays, instantOf, minuteOf, minutesAhead, wallAt } from "./wall-clock.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The instants of a person's own schedule from `fromMs` to before `toMs`, one for each of its days, in order. */
export function ownOccurrences({ weekdays, at }: OwnSchedule, zone: string, fromMs: number, toMs: number): number[] {
  const aheadMs = steadyAhead(zone, fromMs, toMs);
  if (aheadMs !== null) return onSteadyClock({ weekdays, at }, aheadMs, fromMs, toMs);
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

/** How far the zone's clock runs ahead, where nothing moved it within these hours or the day before, whose skipped times fall into them. */
function steadyAhead(zone: string, fromMs: number, toMs: number): number | null {
  if (toMs - fromMs > DAY_MS) return null;
  const ahead = minutesAhead(zone, toMs);
  return minutesAhead(zone, fromMs - DAY_MS) === ahead && minutesAhead(zone, fromMs) === ahead
    ? ahead * MINUTE_MS
    : null;
}

/** By sums alone, which cost a hundredth of a calendar: the hourly run asks it about everybody who has a schedule. */
function onSteadyClock({ weekdays, at }: OwnSchedule, aheadMs: number, fromMs: number, toMs: number): number[] {
  const found: number[] = [];
  const timeMs = minuteOf(at) * MINUTE_MS - aheadMs;
  for (let day = Math.ceil((fromMs - timeMs) / DAY_MS); day * DAY_MS + timeMs < toMs; day++) {
    // Days since 1970 began, which was on a Thursday.
    if (weekdays.includes(((day + 3) % 7) + 1)) found.push(day * DAY_MS + timeMs);
  }
  return found;
}
