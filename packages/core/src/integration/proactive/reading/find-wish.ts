import { POLISH } from "./polish-wishes.ts";

/** Where a sentence begins to ask for a reminder, or to promise something, and with which words. */
export type Wish = { kind: "reminder" | "promise"; index: number; text: string; isPolish: boolean };

const MINUTE_MS = 60_000;
const ASKS = [
  String.raw`remind me`,
  String.raw`do(?:n't|n’t| not) let me (?:forget|miss)`,
  String.raw`(?:ping|nudge) me`,
  String.raw`give me a (?:nudge|ping|shout)`,
  String.raw`(?:set|want|need|would like) (?:me )?a reminder(?: for)?`,
  String.raw`note to self`,
  String.raw`(?:make|be) sure (?:that )?i`,
];
const ASK = new RegExp(String.raw`\b(?:${ASKS.join("|")})\b(?: (?:to|about|of|that|so that i)\b)?`, "i");
const PROMISES = [
  String.raw`i(?:'|’)ll`,
  String.raw`i (?:will|must|should|have to|need to|ought to)`,
  String.raw`i promised?(?: to\b|(?! that (?!i\b)))`,
  String.raw`i(?:'m| am|’m) (?:going|supposed) to`,
  String.raw`(?:i(?:'ve| have|’ve) got to|(?:i(?:'ve|’ve)? )?gotta)`,
  String.raw`we (?:have to|must|need to)`,
  String.raw`i have(?= (?:a|an|my) (?:\w+ )?(?:meeting|appointment|call|interview|exam|class|flight|date)\b)`,
];
const PROMISE = new RegExp(String.raw`\b(?:${PROMISES.join("|")})(?!\w)`, "i");

/** How one language asks, promises, denies, tells of others, sets conditions, and says that something ends or is elsewhere. */
export type Wishes = Record<
  "ask" | "promise" | "empty" | "denied" | "reported" | "condition" | "deadline" | "elsewhere",
  RegExp
>;

/** What comes behind such words and makes no promise of them: a denial, a figure of speech, a way somewhere. */
const EMPTY =
  /^[ ,]*(?:not\b|never\b|(?:really |just )?(?:say|admit|confess|agree|laugh|wait|know|ask)\b|be (?:honest|damned|fine|back|frank)\b|regret\b|(?:lunch|dinner|bed|sleep|work|home)\b)/i;
const DENIED = /\b(?:do(?:n't|n’t| not)|never|no need to)(?: (?:please|have to|need to))? *$/i;
/** Somebody else's words: they stand in quotation marks, behind a colon, or behind who said them. */
const REPORTED = /:\s|\b(?:said|says|wrote|writes|asked|swears|thought)(?: that)?,? *$/i;
const UNDER_CONDITION = /^(?:\W*)(?:if|unless|in case)\b/i;

const DEADLINE = /\b(?:by|before|until|till|no later than|at the latest)\W*$/i;
const ELSEWHERE =
  /\b(?:be (?:at|in|on|there)|catch|meet(?:ing)?|appointment|interview|exam|class|go to|leave|attend|pick up|train|join)\b/i;

const ENGLISH: Wishes = {
  ...{ ask: ASK, promise: PROMISE, empty: EMPTY, denied: DENIED, reported: REPORTED, condition: UNDER_CONDITION },
  ...{ deadline: DEADLINE, elsewhere: ELSEWHERE },
};
const LANGUAGES = [ENGLISH, POLISH];

/** Null for a sentence that says no such thing about the person who writes it, in English or Polish. */
export function findWish(sentence: string): Wish | null {
  for (const language of LANGUAGES) {
    const wish = findIn(language, sentence);
    if (wish) return { ...wish, isPolish: language === POLISH };
  }
  return null;
}

function findIn(
  { ask, promise, empty, denied, reported, condition }: Wishes,
  sentence: string,
): Omit<Wish, "isPolish"> | null {
  const asked = ask.exec(sentence);
  const found = asked ?? promise.exec(sentence);
  if (!found) return null;
  const kind = asked ? "reminder" : "promise";
  const [text] = found;
  const { index } = found;
  const [before, behind] = [sentence.slice(0, index), sentence.slice(index + text.length)];
  // One may ask to be reminded, but no promise is a question.
  if (kind === "promise" && (sentence.endsWith("?") || empty.test(behind))) return null;
  if (denied.test(before) || reported.test(before) || isQuoted(before) || condition.test(sentence)) return null;
  return { kind, index, text };
}

/** How long before `when`, a part of the sentence, a promise is best told, since at a deadline or on the way somewhere it is too late. */
export function findLead(sentence: string, when: string): { isDeadline: boolean; leadMs: number } | null {
  const before = sentence.slice(0, sentence.lastIndexOf(when));
  const isDeadline = LANGUAGES.some(({ deadline }) => deadline.test(before)) || POLISH.deadline.test(when);
  if (isDeadline) return { isDeadline, leadMs: 60 * MINUTE_MS };
  return LANGUAGES.some(({ elsewhere }) => elsewhere.test(before)) ? { isDeadline, leadMs: 30 * MINUTE_MS } : null;
}

function isQuoted(before: string): boolean {
  const marks = before.match(/["“”„]/g) ?? [];
  return marks.length % 2 === 1;
}
