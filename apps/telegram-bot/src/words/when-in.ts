/** How a language writes a day and a time, "Wed 25 Nov, 09:00", by the clock of a time zone. */
export function whenIn(locale: string): (at: Date, zone: string) => string {
  return (at, zone) =>
    new Intl.DateTimeFormat(locale, {
      ...({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" } as const),
      timeZone: zone,
    }).format(at);
}
