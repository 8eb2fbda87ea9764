import { Temporal } from "temporal-polyfill";

export type Wall = {
  /** "2026-11-25" */
  date: string;
  /** The ISO week and its year, "2026-W48". */
  week: string;
  /** 1 is Monday. */
  weekday: number;
  /** Minutes since midnight as the clock on the wall shows them, 0 to 1439. */
  minute: number;
};

/** What the clock on the wall of `zone` shows at an instant, in milliseconds since 1970. Throws RangeError for no zone. */
export function wallAt(zone: string, atMs: number): Wall {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  return {
    date: local.toPlainDate().toString(),
    // Counted for few of those that are asked for, and dearer than all the rest.
    get week() {
      return `${local.yearOfWeek}-W${String(local.weekOfYear).padStart(2, "0")}`;
    },
    weekday: local.dayOfWeek,
    minute: local.hour * 60 + local.minute,
  };
}

/**
 * The instant at which the clock of `zone` shows a time on a date. A time that is skipped, as when summer begins, comes as
 * much later as was skipped; of one that comes twice it is the first.
 */
export function instantOf(zone: string, date: string, time: string): number {
  return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone, { disambiguation: "compatible" })
    .epochMilliseconds;
}

/** An instant as it stands on the wall, with the offset that holds there then: "2026-11-30T18:04+01:00". */
export function stampAt(zone: string, atMs: number): string {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  return local.toString({ smallestUnit: "minute", timeZoneName: "never" });
}

/** How many minutes the clock of `zone` runs ahead of UTC at an instant. */
export function minutesAhead(zone: string, atMs: number): number {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).offsetNanoseconds / 60e9;
}

/** The date so many days later. */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** "07:30" as minutes since midnight. */
export function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
