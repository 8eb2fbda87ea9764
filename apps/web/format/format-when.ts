// British English writes the day first and has 24 hours, as look/README asks.
const LOCALE = "en-GB";
const DAY_MS = 86_400_000;

type Zoned = { timeZone?: string };

const formatTimeOfDay = createFormat(LOCALE, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const formatWithSeconds = createFormat(LOCALE, { timeStyle: "medium", hourCycle: "h23" });
const formatWeekday = createFormat(LOCALE, { weekday: "short" });
const formatLongWeekday = createFormat(LOCALE, { weekday: "long" });
const formatDayOfYear = createFormat(LOCALE, { day: "numeric", month: "short" });
const formatDayAndYear = createFormat(LOCALE, { day: "numeric", month: "short", year: "numeric" });
const formatYear = createFormat("en-CA", { year: "numeric" });
const formatIsoDay = createFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit" });

/** "08:14" */
export function formatTime(at: Date, zone: Zoned = {}): string {
  return formatTimeOfDay(at, zone);
}

/** "08:14:05" */
export function formatExactTime(at: Date, zone: Zoned = {}): string {
  return formatWithSeconds(at, zone);
}

/** "12 Nov", with the year when it is not this one. */
export function formatDay(at: Date, now: Date, zone: Zoned = {}): string {
  const sameYear = formatYear(at, zone) === formatYear(now, zone);
  return sameYear ? formatDayOfYear(at, zone) : formatDayAndYear(at, zone);
}

/** "Tuesday" */
export function formatDayOfWeek(at: Date, zone: Zoned = {}): string {
  return formatLongWeekday(at, zone);
}

/** What was or will be, with its day in a word: "Today 08:00", "Tomorrow 08:00", "Wed 08:00" within a week, "12 Nov 08:00". */
export function formatDayAndTime(at: Date, now: Date, zone: Zoned = {}): string {
  const days = daysBetween(at, now, zone);
  const near = { "-1": "Tomorrow", "0": "Today", "1": "Yesterday" }[String(days)];
  const day = near ?? (Math.abs(days) < 7 ? formatWeekday(at, zone) : formatDay(at, now, zone));
  return `${day} ${formatTime(at, zone)}`;
}

/** For a list: the time of today, the weekday within a week, else the day: "08:14", "Fri", "12 Nov". */
export function formatWhen(at: Date, now: Date, zone: Zoned = {}): string {
  const days = daysBetween(at, now, zone);
  if (days <= 0) return formatTime(at, zone);
  if (days < 7) return formatWeekday(at, zone);
  return formatDay(at, now, zone);
}

/** Whole calendar days from `at` to `now` as the zone's calendar counts them; 0 is today. */
export function daysBetween(at: Date, now: Date, zone: Zoned = {}): number {
  return Math.round((midnight(now, zone) - midnight(at, zone)) / DAY_MS);
}

/** The calendar day as a number that ignores clock changes. */
function midnight(at: Date, zone: Zoned): number {
  return Date.parse(`${formatIsoDay(at, zone)}T00:00:00Z`);
}

/** A format is costly to make, half a millisecond, and a page shows hundreds of times: each is made once for a zone. */
function createFormat(locale: string, options: Intl.DateTimeFormatOptions) {
  const formats = new Map<string | undefined, Intl.DateTimeFormat>();
  return (at: Date, { timeZone }: Zoned): string => {
    const format =
      formats.get(timeZone) ?? new Intl.DateTimeFormat(locale, { ...options, ...(timeZone && { timeZone }) });
    formats.set(timeZone, format);
    return format.format(at);
  };
}
