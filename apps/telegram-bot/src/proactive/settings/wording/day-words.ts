/** Names of days as they are written in both languages, whatever the person's Telegram speaks; Monday first. */
const DAYS = [
  "mon(?:days?)?|pn|pon(?:iedziałek|iedziałki)?",
  "tue(?:s|sdays?)?|wt(?:orek|orki)?",
  "wed(?:nesdays?)?|śr(?:oda|odę|ody)?",
  "thu(?:rs?|rsdays?)?|czw?(?:artek|artki)?",
  "fri(?:days?)?|pt|pi[ąa]tek|piątki",
  "sat(?:urdays?)?|sb|sob(?:ota|otę|oty)?",
  "sun(?:days?)?|nd|niedz(?:iela|ielę|iele)?",
] as const;
const SETS: readonly [string, string][] = [
  ["every day|each day|daily|codziennie|każdego dnia", "1234567"],
  ["(?:every |each |on )?(?:weekdays?|workdays?)|(?:w )?(?:dni robocze|dzień roboczy)", "12345"],
  ["(?:every |each |on |at )?(?:the )?weekends?|(?:w )?weekendy?", "67"],
];

const NOT_BEFORE = String.raw`(?<![\p{L}\p{N}])`;
const NOT_AFTER = String.raw`(?![\p{L}\p{N}])\.?`;
const ONE = `(?:${DAYS.join("|")})${NOT_AFTER}`;
/** "Mon, Wed and Fri", "pn–pt". */
const LIST = String.raw`${ONE}(?:\s*(?:,|&|-|–|and\s|i\s|oraz\s)\s*(?:and\s+)?${ONE})*`;
const BEGIN = String.raw`(?:every|each|on|co|w każd[yąe]|we?)\s+`;
/** What says that a single day is meant each time it comes, and not the next one only. */
const AGAIN = /^(?:every|each|co|w każd[yąe])\s|(?:days|iałki|torki|środy|artki|piątki|soboty|niedziele)$/iu;
const pattern = (source: string) => new RegExp(source, "iu");
const SET_PATTERNS = SETS.map(([words, days]) => ({ pattern: pattern(`${NOT_BEFORE}(?:${words})${NOT_AFTER}`), days }));
const LIST_PATTERN = pattern(`(?:${NOT_BEFORE}${BEGIN}|^\\s*)${LIST}`);
const DAY_PATTERNS = DAYS.map((names) => pattern(`^(?:${names})$`));
const PIECES = /[\p{L}]+|[-–]/giu;

/** `days`: "12345". `said`: the words for it. `isWeekly`: every week, and not the next such day alone. */
export type FoundDays = { days: string; said: string; isWeekly: boolean };

/** Days of the week that a text names; null where it names none. */
export function findDays(text: string): FoundDays | null {
  for (const { pattern: set, days } of SET_PATTERNS) {
    const found = set.exec(text);
    if (found) return { days, said: found[0], isWeekly: true };
  }
  const said = LIST_PATTERN.exec(text)?.[0];
  if (said === undefined) return null;
  const days = daysIn(said);
  return { days, said, isWeekly: days.length > 1 || AGAIN.test(said.trim()) };
}

function daysIn(list: string): string {
  const days = new Set<number>();
  let last: number | null = null;
  let isRange = false;
  for (const [piece] of list.matchAll(PIECES)) {
    const day = DAY_PATTERNS.findIndex((one) => one.test(piece)) + 1;
    if (day > 0) {
      for (let next: number = isRange && last !== null ? last : day; next !== day; next = (next % 7) + 1)
        days.add(next);
      days.add(day);
      last = day;
    }
    isRange = /^[-–]$/.test(piece);
  }
  return [...days].sort().join("");
}
