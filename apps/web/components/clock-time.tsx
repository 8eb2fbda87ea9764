"use client";

import { browserNow } from "@/browser/browser-clock.ts";
import { useHydrated } from "@/browser/use-hydrated.ts";
import { daysBetween, formatDay, formatExactTime, formatTime, formatWhen } from "@/format/format-when.ts";

/** When something was written, in the reader's zone: the time, with the day when it is not today. Empty until the zone is known. */
export function ClockTime({ at, className = "" }: { at: string; className?: string }) {
  const hydrated = useHydrated();
  const date = new Date(at);
  const now = new Date(browserNow());
  const when = formatWhen(date, now);
  const time = formatTime(date);
  return (
    <time dateTime={at} className={`num whitespace-nowrap ${className}`} suppressHydrationWarning>
      {hydrated ? (when === time ? time : `${formatDay(date, now)}, ${time}`) : ""}
    </time>
  );
}

/** The same for a list, in one short word: "08:14", "Fri", "12 Nov". */
export function ListTime({ at, className = "" }: { at: string; className?: string }) {
  const hydrated = useHydrated();
  return (
    <time dateTime={at} className={`num whitespace-nowrap ${className}`}>
      {hydrated ? formatWhen(new Date(at), new Date(browserNow())) : ""}
    </time>
  );
}

/** The same to the second, for steps that follow each other: "07:57:41", with the day when it is not today. */
export function ExactTime({ at, className = "" }: { at: string; className?: string }) {
  const hydrated = useHydrated();
  const date = new Date(at);
  const now = new Date(browserNow());
  const exact = daysBetween(date, now) === 0 ? formatExactTime(date) : `${formatDay(date, now)}, ${formatTime(date)}`;
  return (
    <time dateTime={at} className={`num whitespace-nowrap ${className}`} suppressHydrationWarning>
      {hydrated ? exact : ""}
    </time>
  );
}
