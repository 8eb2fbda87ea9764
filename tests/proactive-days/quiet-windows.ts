import type { Settings } from "./read-days.ts";
import type { Wall } from "./wall.ts";

type Window = { from: string; to: string } | null;
type Week = [Window, Window, Window, Window, Window, Window, Window];

/** The quiet windows of a week, Monday first, as a story names them. */
export function quietWindows({ quiet }: Settings): Week {
  const night = { from: "22:00", to: "07:30" };
  const whole = { from: "07:30", to: "07:30" };
  if (quiet === "weekend") return [night, night, night, night, night, whole, whole];
  const [from = "", to = ""] = quiet.split("-");
  const every = quiet === "none" ? null : quiet === "all" ? whole : { from, to };
  return [every, every, every, every, every, every, every];
}

/** Whether that clock shows a quiet time. In the words of a story, and not by the product's own reckoning. */
export function isQuietThere({ quiet }: Settings, { time, weekday }: Wall): boolean {
  if (quiet === "none") return false;
  if (quiet === "all") return true;
  if (quiet === "weekend") return weekday === "Sat" || weekday === "Sun" || time < "07:30" || time >= "22:00";
  const [from = "", to = ""] = quiet.split("-");
  return from < to ? time >= from && time < to : time >= from || time < to;
}
