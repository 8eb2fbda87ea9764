import type { OwnSchedule } from "@procode/contracts";
import { findDays } from "./day-words.ts";
import { findTime } from "./find-time.ts";

/** `once`: no day that comes again is named. */
export type ReadSchedule =
  | { kind: "understood"; schedule: OwnSchedule & { words: string } }
  | { kind: "no-time" | "no-words" | "once" };

const LONGEST = 200;
const AROUND = /^[\s,:;.–-]+|[\s,:;–-]+$/g;
/** What joins the times to the words, and says nothing itself. */
const JOINT = /^(?:(?:remind )?me\b|przypomnij(?: mi)?(?=\s))?\s*(?:(?:to|about|of|that|żebym|żeby|o)\s+)?/iu;

/** "Every weekday at 8 my plan for the day", its parts in any order, in both languages. */
export function readSchedule(text: string): ReadSchedule {
  const plain = text.replace(/\s+/g, " ").trim();
  const days = findDays(plain);
  if (!days?.isWeekly) return { kind: "once" };
  const rest = plain.replace(days.said, " ");
  const time = findTime(rest);
  if (!time) return { kind: "no-time" };
  const words = rest
    .replace(time.said, " ")
    .replace(/\s+/g, " ")
    .replace(AROUND, "")
    .replace(JOINT, "")
    .replace(AROUND, "")
    .slice(0, LONGEST)
    .toWellFormed()
    .trim();
  if (words === "") return { kind: "no-words" };
  return { kind: "understood", schedule: { weekdays: [...days.days].map(Number), at: time.at, words } };
}
