import type { WallTime } from "@procode/contracts";

const CLOCK = String.raw`(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?`;
const ASKED = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:at|o godz\.|o godzinie|o|@)\s*${CLOCK}(?![\p{L}\p{N}]|:\d)`,
  "iu",
);
const BARE =
  /(?<![\p{L}\p{N}:.])(\d{1,2})(?:[:.](\d{2})\s*(am|pm|a\.m\.|p\.m\.)?|()\s*(am|pm|a\.m\.|p\.m\.))(?![\p{L}\p{N}]|:\d)/iu;

/** A time of the day in a text, and the words that say it: "at 8", "o 8:30", "7 pm", "18:00". */
export function findTime(text: string): { at: WallTime; said: string } | null {
  for (const pattern of [ASKED, BARE]) {
    const found = pattern.exec(text);
    const at = found && clockOf(found[1], found[2], found[3] ?? found[5]);
    if (found && at) return { at, said: found[0] };
  }
  return null;
}

/** "7", undefined, "pm" as "19:00"; null for no time of a day. */
export function clockOf(hours = "", minutes = "", half = ""): WallTime | null {
  const given = Number(hours);
  const minute = Number(minutes || "0");
  if (half && (given < 1 || given > 12)) return null;
  const hour = half ? (given % 12) + (/^p/i.test(half) ? 12 : 0) : given;
  if (hour > 23 || minute > 59) return null;
  return [hour, minute].map((part) => String(part).padStart(2, "0")).join(":");
}
