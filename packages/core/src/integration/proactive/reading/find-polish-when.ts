import { addDays, instantOf, wallAt } from "../timing/wall-clock.ts";
import type { When } from "./find-when.ts";

const [BEFORE, AFTER] = [String.raw`(?<![\p{L}\p{N}.:])`, String.raw`(?![\p{L}\p{N}]|[.:]\d)`];
const pattern = (source: string) => new RegExp(`${BEFORE}(?:${source})${AFTER}`, "giu");

const NUMBERS =
  "jed(?:en|ną)|dw(?:a|ie)|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć|dziesięć|piętnaście|dwadzieścia|trzydzieści|czterdzieści|pół(?:torej)?";
const COUNTS: Record<string, number> = {
  ...{
    jeden: 1,
    jedną: 1,
    dwa: 2,
    dwie: 2,
    trzy: 3,
    cztery: 4,
    pięć: 5,
    sześć: 6,
    siedem: 7,
    osiem: 8,
    dziewięć: 9,
    dziesięć: 10,
  },
  ...{ piętnaście: 15, dwadzieścia: 20, trzydzieści: 30, czterdzieści: 40, pół: 0.5, półtorej: 1.5 },
};
/** "za 20 minut", "za pół godziny", "za kwadrans". */
const AHEAD = pattern(
  String.raw`za\s+(?:(\d{1,3}|${NUMBERS})\s+)?(min(?:ut(?:y|ę)?)?\.?|godz(?:in(?:y|ę)?)?\.?|h|kwadrans|dni|dzień|tydzień|tygodnie|tygodni)`,
);
const MINUTES: readonly [RegExp, number][] = [
  [/^min/iu, 1],
  [/^(?:godz|h)/iu, 60],
  [/^kwadrans/iu, 15],
  [/^d/iu, 24 * 60],
  [/^t/iu, 7 * 24 * 60],
];
const DAY_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;

const HOURS =
  "pierwszej|drugiej|trzeciej|czwartej|piątej|szóstej|siódmej|ósmej|dziewiątej|dziesiątej|jedenastej|dwunastej|trzynastej|czternastej|piętnastej|szesnastej|siedemnastej|osiemnastej|dziewiętnastej|dwudziestej";
const PARTS = "rano|z rana|po południu|wieczorem";
// "o 3 sprawach" is about three things.
const NO_THINGS = String.raw`(?!\s+(?:\p{L}{3,}\s+){0,2}\p{L}+(?:ach|ech|ich|ych)${AFTER})`;
/** "o 8", "do 17:30", "o godz. 9", "o wpół do ósmej", "7:15", with the part of the day behind it. */
const CLOCK = pattern(
  String.raw`(?:(?:o|do|przed|po|około|koło|ok\.)\s+(?:godz(?:inie|iny|iną|\.)?\s+)?(?:(\d{1,2})(?:[:.](\d{2}))?${NO_THINGS}|(wpół\s+do\s+)?(${HOURS}))|(\d{1,2}):(\d{2}))(?:\s+(${PARTS}))?`,
);
const NOON = pattern("w\\s+południe");
const PART = pattern(`(?:${PARTS})`);
const OF_PART: readonly [RegExp, string][] = [
  [/rano|rana/iu, "09:00"],
  [/południu/iu, "15:00"],
  [/wieczorem/iu, "20:00"],
];

const WEEKDAYS = ["poniedziałek", "wtorek", "środę", "czwartek", "piątek", "sobotę", "niedzielę"];
const MONTHS =
  "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia".split(" ");
const NEAR = pattern("dziś|dzisiaj|jutro|pojutrze|codziennie|co dzień|każdego dnia");
const WEEKDAY = pattern(
  String.raw`(?:we?|co)\s+(?:(przyszł[yą]|następn[yą]|t[eę]n?|każd[yą])\s+)?(${WEEKDAYS.join("|")})`,
);
const DATE = pattern(String.raw`(\d{1,2})\.?\s+(${MONTHS.join("|")})(?:\s+(\d{4}))?`);
const NUMERIC = pattern(String.raw`(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{2})-(\d{2})`);

type Said = { text: string; index: number };
type Day = Said & { date: string };
type Hour = Said & { time: string };

/** The same as `findWhen`, for what is said in Polish. */
export function findPolishWhen(text: string, zone: string, atMs: number, from = 0): When | null {
  const today = wallAt(zone, atMs);
  const hour = findHour(text, from);
  const ahead = findAhead(text, today.date);
  if (ahead && "minutes" in ahead)
    return { texts: [ahead.text], dueMs: atMs + ahead.minutes * MINUTE_MS, hasHour: true };
  const day = ahead ?? findDay(text, today);
  if (!day && !hour) return null;
  const texts = [day, hour].flatMap((said) => (said ? [said.text] : []));
  if (day && hour) return { texts, dueMs: nextOf(day, hour.time, { zone, atMs }), hasHour: true };
  if (hour) {
    const dueMs = instantOf(zone, today.date, hour.time);
    return { texts, dueMs: dueMs > atMs ? dueMs : instantOf(zone, addDays(today.date, 1), hour.time), hasHour: true };
  }
  // A day without a time: its morning, or its evening where the morning is over.
  const date = day?.date ?? today.date;
  const morning = instantOf(zone, date, "09:00");
  return { texts, dueMs: morning > atMs ? morning : instantOf(zone, date, "18:00"), hasHour: false };
}

/** What comes every day comes tomorrow where today's time is over. */
function nextOf({ text, date }: Day, time: string, { zone, atMs }: { zone: string; atMs: number }): number {
  const dueMs = instantOf(zone, date, time);
  return dueMs <= atMs && /^(?:co|każd)/iu.test(text) ? instantOf(zone, addDays(date, 1), time) : dueMs;
}

function findAhead(text: string, today: string): (Said & { minutes: number }) | Day | null {
  const [found] = text.matchAll(AHEAD);
  if (!found) return null;
  const [said, count = "1", unit = ""] = found;
  const minutes =
    (COUNTS[count.toLowerCase()] ?? Number(count)) * (MINUTES.find(([name]) => name.test(unit))?.[1] ?? 0);
  const at = { text: said, index: found.index };
  return minutes < DAY_MINUTES || /^h|^godz/iu.test(unit)
    ? { ...at, minutes }
    : { ...at, date: addDays(today, Math.round(minutes / DAY_MINUTES)) };
}

/** Of several the first that stands behind `from`. */
function findHour(text: string, from: number): Hour | null {
  const clocks = [...text.matchAll(CLOCK)].flatMap(readClock);
  const said = clocks.find(({ index }) => index >= from) ?? clocks[0];
  if (said) return said;
  const [noon] = text.matchAll(NOON);
  if (noon) return { text: noon[0], index: noon.index, time: "12:00" };
  const [part] = text.matchAll(PART);
  const time = part && OF_PART.find(([name]) => name.test(part[0]))?.[1];
  return part && time ? { text: part[0], index: part.index, time } : null;
}

function readClock(found: RegExpExecArray): Hour[] {
  const [text, digits, minutes = "0", half, word, bare, bareMinutes, part = ""] = found;
  const named = word === undefined ? undefined : HOURS.split("|").indexOf(word.toLowerCase()) + 1;
  const whole = named ?? Number(digits ?? bare);
  const isLater = /południu|wieczorem/iu.test(part) && whole < 12;
  const hour = whole + (isLater ? 12 : 0) - (half ? 1 : 0);
  const minute = half ? 30 : Number(bareMinutes ?? minutes);
  if (hour < 0 || hour > 23 || minute > 59) return [];
  return [{ text, index: found.index, time: [hour, minute].map((one) => String(one).padStart(2, "0")).join(":") }];
}

function findDay(text: string, { date: today, weekday }: { date: string; weekday: number }): Day | null {
  const [near] = text.matchAll(NEAR);
  if (near) {
    const days = { jutro: 1, pojutrze: 2 }[near[0].toLowerCase()] ?? 0;
    return { text: near[0], index: near.index, date: addDays(today, days) };
  }
  const [named] = text.matchAll(WEEKDAY);
  if (named) {
    const wanted = WEEKDAYS.indexOf((named[2] ?? "").toLowerCase()) + 1;
    // The next such day; the one of next week where that is said.
    const ahead = (wanted - weekday + 7) % 7 || 7;
    const isNextWeek = /^(?:przysz|nast)/iu.test(named[1] ?? "") && wanted > weekday;
    return { text: named[0], index: named.index, date: addDays(today, ahead + (isNextWeek ? 7 : 0)) };
  }
  const [written] = text.matchAll(DATE);
  const [numeric] = text.matchAll(NUMERIC);
  if (written)
    return dayOf(
      written,
      { year: written[3], month: MONTHS.indexOf((written[2] ?? "").toLowerCase()) + 1, day: Number(written[1]) },
      today,
    );
  if (!numeric) return null;
  const [, day, month, year, isoYear, isoMonth, isoDay] = numeric;
  return dayOf(numeric, { year: year ?? isoYear, month: Number(month ?? isoMonth), day: Number(day ?? isoDay) }, today);
}

/** Without a year it is the next such date. Null for a date that there is not. */
function dayOf(
  found: RegExpExecArray,
  { year, month, day }: { year: string | undefined; month: number; day: number },
  today: string,
): Day | null {
  const on = (inYear: number) => {
    const at = new Date(Date.UTC(inYear, month - 1, day));
    return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.toISOString().slice(0, 10) : null;
  };
  const thisYear = Number(today.slice(0, 4));
  const date = year ? on(Number(year)) : [on(thisYear), on(thisYear + 1)].find((one) => one !== null && one >= today);
  return date ? { text: found[0], index: found.index, date } : null;
}
