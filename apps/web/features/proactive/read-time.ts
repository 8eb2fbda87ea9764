const TIME = /^\s*(\d{1,2})(?:\s*[:.h]\s*(\d{2})|(\d{2}))?\s*$/i;

/** What somebody typed as a time of the day, "8", "8:30", "8.30" or "830", as "08:30"; null for no time. */
export function readTime(typed: string): string | null {
  const [, hours = "", minutes, joined] = TIME.exec(typed) ?? [];
  if (hours === "" || Number(hours) > 23) return null;
  const minute = minutes ?? joined ?? "00";
  return Number(minute) > 59 ? null : `${hours.padStart(2, "0")}:${minute}`;
}
