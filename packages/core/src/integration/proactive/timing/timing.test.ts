import { QuietHours, type QuietWindow } from "@procode/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isQuiet, nextWaking } from "./quiet-hours.ts";
import { isWithinCaps } from "./is-within-caps.ts";
import { ownOccurrences } from "./own-occurrences.ts";
import { instantOf, wallAt } from "./wall-clock.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NIGHTS: QuietHours = Array.from({ length: 7 }, () => ({ from: "22:00", to: "07:00" })) as QuietHours;

const formats = new Map<string, Intl.DateTimeFormat>();
// Whole, half and quarter hours, half an hour of summer, both hemispheres, no summer at all, and the ends of the world.
const ZONES =
  "Europe/Warsaw Europe/London Europe/Dublin Europe/Lisbon Europe/Kyiv Europe/Istanbul Europe/Chisinau Atlantic/Azores America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles America/Anchorage America/Adak America/St_Johns America/Halifax America/Havana America/Sao_Paulo America/Santiago America/Asuncion America/Nuuk America/Caracas Africa/Cairo Africa/Casablanca Africa/Lagos Asia/Kathmandu Asia/Kolkata Asia/Tehran Asia/Gaza Asia/Beirut Asia/Tokyo Australia/Lord_Howe Australia/Adelaide Australia/Sydney Pacific/Chatham Pacific/Auckland Pacific/Apia Pacific/Kiritimati Pacific/Norfolk Antarctica/Troll UTC".split(
    " ",
  );
const START = Date.UTC(2026, 0, 1);
const END = Date.UTC(2028, 0, 1);
/** Where the clock of a zone moves in these two years, found by its own words. */
const MOVES = new Map(ZONES.map((zone) => [zone, movesOf(zone)]));

const zone = fc.constantFrom(...ZONES);
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 1, 15, 30, 59))
  .map(([hour, minute]) => `${two(hour)}:${two(minute)}`);
const window = fc.option(fc.record({ from: time, to: time }), { freq: 6 });
const quietHours = fc.array(window, { minLength: 7, maxLength: 7 }).map((days) => QuietHours.parse(days));
/** Half of the instants lie within a day of a moving clock. */
const moment = zone.chain((name) => {
  const moves = MOVES.get(name) ?? [];
  const anywhere = fc.integer({ min: START, max: END - 1 });
  const near = fc
    .tuple(fc.nat(Math.max(0, moves.length - 1)), fc.integer({ min: -26 * 60, max: 26 * 60 }))
    .map(([index, minutes]) => (moves[index] ?? START + DAY * 2) + minutes * MINUTE);
  return fc.tuple(fc.constant(name), fc.oneof(anywhere, near));
});

describe("two years in forty zones", () => {
  it("really has clocks that move, by an hour, by half of one, and none at all", () => {
    expect(ZONES.length).toBeGreaterThanOrEqual(40);
    expect(MOVES.get("Europe/Warsaw")).toHaveLength(4);
    expect(MOVES.get("Australia/Lord_Howe")).toHaveLength(4);
    expect(MOVES.get("Asia/Kathmandu")).toHaveLength(0);
  });

  it("a time to write is never quiet by the zone's own clock, and nobody waits a minute longer than they asked", () => {
    fc.assert(
      fc.property(moment, quietHours, ([name, fromMs], quiet) => {
        const found = nextWaking(quiet, name, fromMs);
        let expected: number | null = Math.ceil(fromMs / MINUTE) * MINUTE;
        const end = expected + 9 * DAY;
        while (expected <= end && isQuietByWords(quiet, name, expected)) expected += MINUTE;
        if (expected > end) expected = null;
        expect(found).toBe(expected);
      }),
      { numRuns: 80 },
    );
  });

  it("night after night, hour by hour, nobody is written to while they sleep", () => {
    const woken: string[] = [];
    // By the quarter hour around the move, where the hour is skipped or comes twice, by the hour before and after.
    for (const name of ZONES)
      for (const move of MOVES.get(name) ?? [])
        for (
          let atMs = move - 14 * HOUR;
          atMs < move + 14 * HOUR;
          atMs += Math.abs(atMs - move) < HOUR ? HOUR / 4 : HOUR
        ) {
          const minute = minuteByWords(name, nextWaking(NIGHTS, name, atMs) ?? Number.NaN);
          if (minute < 7 * 60 || minute >= 22 * 60) woken.push(`${name} ${new Date(atMs).toISOString()}`);
        }
    expect(woken).toEqual([]);
  });

  it("one's own schedule comes once on each of its days, at its time or as much later as the clock skipped", () => {
    fc.assert(
      fc.property(
        moment,
        time,
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        ([name, fromMs], at, weekdays) => {
          const found = ownOccurrences({ weekdays, at }, name, fromMs, fromMs + 14 * DAY);
          const walls = found.map((instant) => wallAt(name, instant));
          expect(new Set(walls.map(({ date }) => date)).size).toBe(found.length);
          expect(found.toSorted((one, other) => one - other)).toEqual(found);
          for (const wall of walls) expect(weekdays).toContain(wall.weekday);
          expect(Math.abs(found.length - weekdays.length * 2)).toBeLessThanOrEqual(1);
          for (const { minute, date } of walls)
            if (instantOf(name, date, at) % DAY !== 0) {
              const late = minute - (Number(at.slice(0, 2)) * 60 + Number(at.slice(3)));
              expect([0, 30, 60, 120]).toContain(late);
            }
        },
      ),
      { numRuns: 80 },
    );
  });

  it("two halves of a time hold the occurrences of the whole, none twice and none lost", () => {
    fc.assert(
      fc.property(moment, time, fc.integer({ min: 0, max: 10 * DAY }), ([name, fromMs], at, split) => {
        const schedule = { weekdays: [1, 2, 3, 4, 5, 6, 7], at };
        const [middle, toMs] = [fromMs + split, fromMs + 10 * DAY];
        expect([
          ...ownOccurrences(schedule, name, fromMs, middle),
          ...ownOccurrences(schedule, name, middle, toMs),
        ]).toEqual(ownOccurrences(schedule, name, fromMs, toMs));
      }),
      { numRuns: 40 },
    );
  });

  it("asked hour by hour it is the same as asked at once, where the clock moves too", () => {
    fc.assert(
      fc.property(
        moment,
        time,
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        ([name, fromMs], at, weekdays) => {
          const hours = Array.from({ length: 72 }, (_, hour) => fromMs + (hour - 12) * HOUR);
          const found = hours.flatMap((hourMs) => ownOccurrences({ weekdays, at }, name, hourMs, hourMs + HOUR));
          expect(found).toEqual(ownOccurrences({ weekdays, at }, name, fromMs - 12 * HOUR, fromMs + 60 * HOUR));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("quiet hours", () => {
  const at = (weekday: number, clock: string) => ({
    weekday,
    minute: Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)),
  });
  const only = (weekday: number, days: QuietWindow) =>
    QuietHours.parse(Array.from({ length: 7 }, (_, index) => (index === weekday - 1 ? days : null)));

  it("reach over midnight into the next day, Sunday's into Monday", () => {
    const quiet = only(7, { from: "22:00", to: "07:30" });
    expect(isQuiet(quiet, at(7, "22:00"))).toBe(true);
    expect(isQuiet(quiet, at(1, "07:29"))).toBe(true);
    expect(isQuiet(quiet, at(1, "07:30"))).toBe(false);
    expect(isQuiet(quiet, at(7, "07:00"))).toBe(false);
    expect(isQuiet(quiet, at(2, "00:00"))).toBe(false);
  });
  it("of equal ends are a whole day, and a whole week of them leaves no time to write", () => {
    expect(isQuiet(only(3, { from: "09:00", to: "09:00" }), at(4, "08:59"))).toBe(true);
    const always = Array.from({ length: 7 }, () => ({ from: "00:00", to: "00:00" })) as QuietHours;
    expect(nextWaking(always, "Europe/Warsaw", START)).toBeNull();
  });
  it("are quiet twice in an hour that comes twice", () => {
    const quiet = only(7, { from: "02:00", to: "02:30" });
    const first = instantOf("Europe/Warsaw", "2026-10-25", "02:15");
    expect(isQuiet(quiet, wallAt("Europe/Warsaw", first))).toBe(true);
    expect(isQuiet(quiet, wallAt("Europe/Warsaw", first + HOUR))).toBe(true);
    expect(nextWaking(quiet, "Europe/Warsaw", first + HOUR)).toBe(first + HOUR + 15 * MINUTE);
  });
});

describe("caps", () => {
  const noon = instantOf("Pacific/Auckland", "2026-11-25", "12:00");
  const caps = { perDay: 2, perWeek: 3 };
  it("count by the days and weeks of the person's own zone", () => {
    // Late in the evening before, there; the same day in UTC.
    const evening = instantOf("Pacific/Auckland", "2026-11-24", "23:50");
    expect(isWithinCaps(caps, "Pacific/Auckland", noon, [evening, noon - HOUR])).toBe(true);
    expect(isWithinCaps(caps, "UTC", noon, [evening, noon - HOUR])).toBe(false);
    expect(isWithinCaps(caps, "Pacific/Auckland", noon, [evening, evening, noon - HOUR])).toBe(false);
    expect(isWithinCaps(caps, "Pacific/Auckland", noon + 7 * DAY, [evening, evening, noon])).toBe(true);
  });
});

function isQuietByWords(quiet: QuietHours, name: string, atMs: number): boolean {
  const words = formatOf(name).formatToParts(atMs);
  const day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(part(words, "weekday"));
  const clock = `${part(words, "hour")}:${part(words, "minute")}`;
  const [today, before] = [quiet[day], quiet[(day + 6) % 7]];
  const begunToday = today && clock >= today.from && (today.to <= today.from || clock < today.to);
  return Boolean(begunToday || (before && before.to <= before.from && clock < before.to));
}

function minuteByWords(name: string, atMs: number): number {
  const words = formatOf(name).formatToParts(atMs);
  return Number(part(words, "hour")) * 60 + Number(part(words, "minute"));
}

function formatOf(name: string): Intl.DateTimeFormat {
  const known = formats.get(name);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: name,
    hourCycle: "h23",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  formats.set(name, format);
  return format;
}
function part(words: Intl.DateTimeFormatPart[], type: string): string {
  return words.find((one) => one.type === type)?.value ?? "";
}

function movesOf(name: string): number[] {
  // How far the clock runs ahead of UTC, looked at once a day; where it changed, the minute is found by halving.
  const ahead = (atMs: number) => (((minuteByWords(name, atMs) - Math.floor(atMs / MINUTE)) % 1440) + 1440) % 1440;
  const moves: number[] = [];
  for (let atMs = START; atMs < END; atMs += DAY) {
    if (ahead(atMs) === ahead(atMs + DAY)) continue;
    let [before, after] = [atMs, atMs + DAY];
    while (after - before > MINUTE) {
      const middle = before + Math.floor((after - before) / MINUTE / 2) * MINUTE;
      if (ahead(middle) === ahead(atMs)) before = middle;
      else after = middle;
    }
    moves.push(after);
  }
  return moves;
}
function two(count: number): string {
  return String(count).padStart(2, "0");
}
