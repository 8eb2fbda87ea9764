import type { HistoryGroup } from "./proactive-words.ts";
import { STATE_WORDS } from "./proactive-words.ts";
import type { Decided, History, Preview, Previewed, Written } from "./wire-types.ts";

/** One thing that was written, is going to be, might be, or was decided against. `letterAt`: it comes with the letter of then. */
export type Item =
  | { kind: "message"; key: string; at: string; letterAt: string | null; message: Written }
  | { kind: "preview"; key: string; at: string; letterAt: string | null; preview: Previewed }
  | { kind: "decision"; key: string; at: string; decision: Decided };
/** What comes by itself, or all that one letter brings. */
export type Arrival = { letterAt: string | null; items: Item[] };
export type Day = { date: string; planned: Item[]; held: number };

const DAYS = 7;
const isPlanned = ({ state }: Written): boolean => STATE_WORDS[state].group === "planned";

/** The history with one more message, which is too old for it or came a moment ago. */
export const withMessage = (history: History, message: Written): History =>
  history.messages.some(({ id }) => id === message.id)
    ? history
    : { ...history, messages: [...history.messages, message] };

/** The messages that are planned for certain, with what may follow in the days ahead, by the time when they come. */
export function itemsAhead({ messages }: History, { items, letters }: Preview): Item[] {
  const certain = messages.filter(isPlanned).map((message): Item => {
    const letterAt = letters.find(({ messageIds }) => messageIds.includes(message.id))?.at ?? null;
    return { ...messageItem(message), letterAt, at: letterAt ?? message.scheduledFor };
  });
  const possible = items
    .filter(({ outcome }) => outcome !== "held")
    .map((preview): Item => {
      const { at, letterAt, words } = preview;
      return { kind: "preview", key: `${at} ${words}`, at: letterAt ?? at, letterAt, preview };
    });
  return [...certain, ...possible].sort(byTime);
}

/** The same in the same order, with what one letter brings in one place. */
export function arrivalsOf(items: readonly Item[]): Arrival[] {
  const arrivals: Arrival[] = [];
  for (const item of items) {
    const letterAt = item.kind === "decision" ? null : item.letterAt;
    const letter = letterAt === null ? undefined : arrivals.find((one) => one.letterAt === letterAt);
    if (letter) letter.items.push(item);
    else arrivals.push({ letterAt, items: [item] });
  }
  return arrivals;
}

/** Seven days from `from`, by the calendar that `dateOf` reads, with what is planned in each and how much is held back. */
export function weekAhead(
  items: readonly Item[],
  { preview, from, dateOf }: { preview: Preview; from: Date; dateOf: (at: Date) => string },
): Day[] {
  const first = Date.parse(`${dateOf(from)}T12:00:00Z`);
  return Array.from({ length: DAYS }, (_, index) => {
    const date = new Date(first + index * 86_400_000).toISOString().slice(0, 10);
    const isThen = ({ at }: { at: string }) => dateOf(new Date(at)) === date;
    const held = preview.items.filter(({ outcome }) => outcome === "held").filter(isThen).length;
    return { date, planned: items.filter(isThen), held };
  });
}

/** What was, the latest first: messages, and hours in which it was decided to stay silent. */
export function itemsPast({ messages, decisions }: History, group: HistoryGroup | "all"): Item[] {
  const silent = decisions
    .filter(({ outcome }) => outcome === "not-sent")
    .map((decision): Item => ({ kind: "decision", key: decision.hour, at: decision.decidedAt, decision }));
  const all = [...messages.map(messageItem), ...silent].sort((one, other) => byTime(other, one));
  return all.filter((item) => (group === "all" ? groupOf(item) !== "planned" : groupOf(item) === group));
}

/** The state under which an item stands in the history. */
export const stateOf = (item: Item) => (item.kind === "message" ? item.message.state : "skipped");
const groupOf = (item: Item): HistoryGroup => STATE_WORDS[stateOf(item)].group;
const byTime = (one: Item, other: Item): number => Date.parse(one.at) - Date.parse(other.at);
/** A message as an item. */
export const messageItem = (message: Written): Item & { kind: "message" } => ({
  ...{ kind: "message", key: message.id, message, letterAt: null },
  at: message.takenAt ?? message.scheduledFor,
});

/** In a line: its words, or why there are none. */
export function wordsOf(item: Item): string {
  if (item.kind === "message") return item.message.text;
  if (item.kind === "preview") return item.preview.words.replace(/^./, (letter) => letter.toUpperCase());
  return item.decision.reasons.at(-1)?.said ?? "Nothing to say.";
}

/** The thumb that a person gave a message last. */
export function thumbOf({ feedback }: History, id: string): "up" | "down" | undefined {
  const given = feedback.filter(({ proactiveId }) => proactiveId === id).map(({ kind }) => kind);
  return given.filter((kind) => kind !== "less").at(-1);
}
