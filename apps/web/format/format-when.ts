// British English writes the day first and has 24 hours, as look/README asks.
const LOCALE = "en-GB";
const DAY_MS = 86_400_000;

type Zoned = { timeZone?: string };

/** "08:14" */
export function formatTime(at: Date, zone: Zoned = {}): string {
  return new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...zone }).format(at);
}

/** "08:14:05" */
export function formatExactTime(at: Date, zone: Zoned = {}): string {
  return new Intl.DateTimeFormat(LOCALE, { timeStyle: "medium", hourCycle: "h23", ...zone }).format(at);
}

/** "12 Nov", with the year when it is not this one. */
export function formatDay(at: Date, now: Date, zone: Zoned = {}): string {
  const sameYear = yearOf(at, zone) === yearOf(now, zone);
  return new Intl.DateTimeFormat(LOCALE, {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
    ...zone,
  }).format(at);
}

/** For a list: the time of today, the weekday within a week, else the day: "08:14", "Fri", "12 Nov". */
export function formatWhen(at: Date, now: Date, zone: Zoned = {}): string {
  const days = daysBetween(at, now, zone);
  if (days <= 0) return formatTime(at, zone);
  if (days < 7) return new Intl.DateTimeFormat(LOCALE, { weekday: "short", ...zone }).format(at);
  return formatDay(at, now, zone);
}

/** Whole calendar days from `at` to `now` as the zone's calendar counts them; 0 is today. */
export function daysBetween(at: Date, now: Date, zone: Zoned = {}): number {
  return Math.round((midnight(now, zone) - midnight(at, zone)) / DAY_MS);
}

/** The calendar day as a number that ignores clock changes. */
function midnight(at: Date, zone: Zoned): number {
  const parts = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", ...zone }).format(
    at,
  );
  return Date.parse(`${parts}T00:00:00Z`);
}

function yearOf(at: Date, zone: Zoned): string {
  return new Intl.DateTimeFormat("en-CA", { year: "numeric", ...zone }).format(at);
}
