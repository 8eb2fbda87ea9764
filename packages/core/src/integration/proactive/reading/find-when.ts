import { casual } from "chrono-node/en";
import { instantOf, minutesAhead } from "../timing/wall-clock.ts";
import { findPolishWhen } from "./find-polish-when.ts";
import type { Wish } from "./find-wish.ts";

type Found = ReturnType<typeof casual.parse>[number];
type ParsedTime = Found["start"];
/** `texts`: the words that say it. `hasHour`: whether they name an hour. */
export type When = { texts: string[]; dueMs: number; hasHour: boolean };

/**
 * The time that a text names, as it was meant at `atMs` in `zone`: of several hours the first that stands behind `from`, on the day
 * that is named anywhere, as in "Tomorrow I have to call Bo at 10:00". In Polish where the rest `isPolish`, else in whichever language reads more of it, since "8:30" is
 * a time in both, and "jutro" in one.
 */
export function findWhen(
  text: string,
  zone: string,
  atMs: number,
  { index: from, isPolish }: Pick<Wish, "index" | "isPolish"> = { index: 0, isPolish: false },
): When | null {
  const [english, polish] = [findEnglishWhen(text, zone, atMs, from), findPolishWhen(text, zone, atMs, from)];
  return (isPolish && polish) || lengthOf(polish) > lengthOf(english) ? polish : english;
}

const lengthOf = (when: When | null): number => when?.texts.join("").length ?? 0;

function findEnglishWhen(text: string, zone: string, atMs: number, from: number): When | null {
  const reference = { instant: new Date(atMs), timezone: minutesAhead(zone, atMs) };
  const found = casual.parse(text, reference, { forwardDate: true });
  const inOrder = [...found.filter(({ index }) => index >= from), ...found.filter(({ index }) => index < from)];
  const hourly = inOrder.find(({ start }) => start.isCertain("hour"));
  const time = hourly ?? inOrder[0];
  if (!time) return null;
  const day = hourly && !namesDay(hourly) ? found.find(namesDay) : undefined;
  if (!day || !hourly)
    return { texts: [time.text], dueMs: instantIn(zone, time.start, atMs), hasHour: Boolean(hourly) };
  const dueMs = instantOf(zone, dateOf(day.start), clockOf(hourly.start));
  return { texts: [day.text, hourly.text], dueMs, hasHour: true };
}

const namesDay = ({ start }: Found): boolean => start.isCertain("day") || start.isCertain("weekday");
const two = (value: number | null): string => String(value ?? 0).padStart(2, "0");
const dateOf = (start: ParsedTime): string =>
  `${start.get("year")}-${two(start.get("month"))}-${two(start.get("day"))}`;
const clockOf = (start: ParsedTime): string => `${two(start.get("hour"))}:${two(start.get("minute"))}`;

// By the clock of the zone on that very day, which may run otherwise than on the day on which it was said.
function instantIn(zone: string, start: ParsedTime, atMs: number): number {
  if (start.isCertain("timezoneOffset")) return start.date().getTime();
  const date = dateOf(start);
  if (start.isCertain("hour")) return instantOf(zone, date, clockOf(start));
  // A day without a time: its morning, or its evening where the morning is over.
  const morning = instantOf(zone, date, "09:00");
  return morning > atMs ? morning : instantOf(zone, date, "18:00");
}
