import type { QuietHours, QuietWindow } from "@procode/contracts";
import type { Words } from "../words/words.ts";

/** Quiet hours in one line: once for all days where they are alike, else day by day. */
export function describeQuiet(quietHours: QuietHours, { proactive }: Words): string {
  const [monday] = quietHours;
  if (quietHours.every((window) => rangeOf(window) === rangeOf(monday)))
    return monday ? proactive.everyDay(rangeOf(monday)) : proactive.neverQuiet;
  return quietHours
    .flatMap((window, day) => (window ? [`${proactive.weekdays[day]} ${rangeOf(window)}`] : []))
    .join(", ");
}

const rangeOf = (window: QuietWindow | null) => (window ? `${window.from}–${window.to}` : "");
