/** What a clock on the wall shows. Of its own and not the product's, so that a mistake there is not made here, too. */
export type Wall = { date: string; time: string; weekday: string; week: string };

const formats = new Map<string, Intl.DateTimeFormat>();

export function wallOf(zone: string, atMs: number): Wall {
  const known = formats.get(zone);
  const format =
    known ??
    new Intl.DateTimeFormat("en-GB", {
      ...{ timeZone: zone, hourCycle: "h23", weekday: "short", year: "numeric", month: "2-digit", day: "2-digit" },
      ...{ hour: "2-digit", minute: "2-digit" },
    });
  formats.set(zone, format);
  const part = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const date = `${part.year}-${part.month}-${part.day}`;
  return { date, time: `${part.hour}:${part.minute}`, weekday: part.weekday ?? "", week: mondayOf(date) };
}

/** The first instant at which that clock shows a time on a date; where it is skipped, as much later as was skipped. */
export function instantOf(zone: string, date: string, time: string): number {
  const wished = Date.parse(`${date}T${time}Z`);
  const ahead = (atMs: number) => {
    const { date: day, time: clock } = wallOf(zone, atMs);
    return Date.parse(`${day}T${clock}Z`) - atMs;
  };
  const tries = [wished - ahead(wished - DAY_MS), wished - ahead(wished + DAY_MS)];
  const found = tries.filter((atMs) => atMs + ahead(atMs) === wished);
  return found.length > 0 ? Math.min(...found) : Math.max(...tries);
}

export const DAY_MS = 86_400_000;

export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

// The date of its Monday, which names a week.
function mondayOf(date: string): string {
  const weekday = new Date(`${date}T00:00Z`).getUTCDay();
  return addDays(date, weekday === 0 ? -6 : 1 - weekday);
}
