import type { Words } from "../../../words/words.ts";

/** Days of the week in words that `findDays` reads again: "every weekday", "every Mon, Wed". */
export function describeDays(weekdays: readonly number[], { proactive }: Words): string {
  const { settings, weekdays: names } = proactive;
  const days = weekdays.toSorted().join("");
  const known = settings.daySets[days];
  return known ?? settings.everyOf(weekdays.toSorted().map((day) => names[day - 1] ?? ""));
}
