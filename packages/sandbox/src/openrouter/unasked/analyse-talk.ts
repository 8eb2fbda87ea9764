import type { ChatRequest } from "../chat-request.ts";
import { isMeant } from "./find-doubt.ts";
import { readTalkPrompt, type TalkLine } from "./read-talk-prompt.ts";

type Found = { kind: string; words: string; quote: string; message: number; dueAt: string; confidence: number };

const REMINDER = /\b(remind me|don'?t let me forget)\b|\bprzypomnij mi\b/i;
const PROMISE =
  /\b(i'?ll|i will|i have to|i must|i need to|i promised)\b|\b(muszę|obiecałem|obiecałam)(?= )|\bich (muss|werde)\b/i;
const GOAL = /\b(exam|interview|flight|marathon|deadline|dentist|appointment|wedding|presentation|launch|due)\b/i;
const MONTHS = "january february march april may june july august september october november december".split(" ");
const WEEKDAYS = "sunday monday tuesday wednesday thursday friday saturday".split(" ");
const DAY_MS = 86_400_000;

/**
 * The answer of a model that is asked what is open in a talk: by plain reading of the prompt, each sentence of the person that has a
 * day and says what they will do, want to be told or have before them. The same prompt always gets the same answer.
 */
export function analyseTalk(request: ChatRequest): string {
  const lines = readTalkPrompt(request).filter(({ isPerson }) => isPerson);
  return JSON.stringify({ found: lines.flatMap(readLine) });
}

function readLine({ message, at, text }: TalkLine): Found[] {
  return text.split(/(?<=[.!?])\s+|\n+/).flatMap((sentence) => {
    const quote = sentence.trim();
    const kind = REMINDER.test(quote) ? "reminder" : PROMISE.test(quote) ? "promise" : GOAL.test(quote) ? "goal" : null;
    const day = kind && isMeant(quote) ? findDay(quote, at) : null;
    if (!kind || day === null) return [];
    // For what has its own day the morning before helps; the rest when it is meant.
    const date = new Date(Date.parse(`${day}T00:00Z`) - (kind === "goal" ? DAY_MS : 0)).toISOString().slice(0, 10);
    const dueAt = `${date}T${kind === "goal" ? "09:00" : findClock(quote)}:00${at.slice(16)}`;
    return [{ kind, words: wordsOf(quote), quote, message, dueAt, confidence: 0.9 }];
  });
}

/** The day that a sentence names, counted from the one it was said on; null when it names none. */
function findDay(sentence: string, at: string): string | null {
  const said = Date.parse(`${at.slice(0, 10)}T00:00Z`);
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const [iso] = /\b\d{4}-\d\d-\d\d\b/.exec(sentence) ?? [];
  if (iso) return iso;
  if (/\b(tomorrow|jutro|morgen)\b/i.test(sentence)) return dayOf(said + DAY_MS);
  const [, number, month] =
    new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? (${MONTHS.join("|")})\\b`, "i").exec(sentence) ?? [];
  if (number && month) {
    const inYear = (year: number) => Date.UTC(year, MONTHS.indexOf(month.toLowerCase()), Number(number));
    const year = new Date(said).getUTCFullYear();
    return dayOf(inYear(year) < said ? inYear(year + 1) : inYear(year));
  }
  const [weekday] = new RegExp(`\\b(${WEEKDAYS.join("|")})\\b`, "i").exec(sentence) ?? [];
  if (!weekday) return null;
  const ahead = (WEEKDAYS.indexOf(weekday.toLowerCase()) - new Date(said).getUTCDay() + 7) % 7 || 7;
  return dayOf(said + ahead * DAY_MS);
}

function findClock(sentence: string): string {
  const [, hour, minute = "00"] = /\b(?:at|o|um) (\d{1,2})(?::(\d\d))?\b/i.exec(sentence) ?? [];
  return hour ? `${hour.padStart(2, "0")}:${minute}` : "09:00";
}

const wordsOf = (quote: string): string => quote.replace(/[.!?]+$/, "").slice(0, 200);
