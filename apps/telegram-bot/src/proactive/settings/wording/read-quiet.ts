import type { QuietWindow } from "@procode/contracts";
import { findDays } from "./day-words.ts";
import { clockOf } from "./find-time.ts";
import type { Day } from "../setting.ts";

/** What is to be quiet on some evenings: null for nothing. `zone`: where the clock stands that is meant. */
export type ReadQuiet = { days: Day[]; window: QuietWindow | null } | { zone: string };

const CLOCK = String.raw`(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?`;
const RANGE = new RegExp(String.raw`^(?:from |od )?${CLOCK}\s*(?:-|–|—|to|until|till|do)\s*${CLOCK}$`, "iu");
const NONE = /^(?:none|off|no|brak|żadne|nic|wyłącz)$/iu;
const ZONE = /^(?:UTC|[A-Z][\w+-]*(?:\/[\w+-]+)+)$/;

/** "22:00-07:00", "Mon-Fri 23-7", "sob 10pm–9am", "none", "Europe/Warsaw"; null for anything else. `day`: the evening that is meant where none is named. */
export function readQuiet(text: string, day: Day = "all"): ReadQuiet | null {
  const plain = text.replace(/\s+/g, " ").trim();
  if (ZONE.test(plain)) return { zone: plain };
  const found = findDays(plain);
  const days = found ? ([...found.days] as Day[]) : [day];
  const rest = (found ? plain.replace(found.said, "") : plain).replace(/^[\s:,]+|[\s:,.]+$/g, "");
  if (NONE.test(rest)) return { days, window: null };
  const range = RANGE.exec(rest);
  if (!range) return null;
  const [from, to] = [clockOf(range[1], range[2], range[3]), clockOf(range[4], range[5], range[6])];
  return from && to ? { days, window: { from, to } } : null;
}
