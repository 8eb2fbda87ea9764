import type { HistoryGroup } from "./proactive-words.ts";
import { STATE_WORDS } from "./proactive-words.ts";
import type { Decided, History, Preview, Previewed, Written } from "./wire-types.ts";

/** One thing that was written, is going to be, might be, or was decided against. */
export type Item =
  | { kind: "message"; key: string; at: string; message: Written }
  | { kind: "preview"; key: string; at: string; preview: Previewed }
  | { kind: "decision"; key: string; at: string; decision: Decided };
export type Day = { date: string; planned: Item[]; held: number };

const DAYS = 7;
const isPlanned = ({ state }: Written): boolean => STATE_WORDS[state].group === "planned";

/** The messages that are planned for certain, with what may follow in the days ahead, by time. */
export function itemsAhead({ messages }: History, { items }: Preview): Item[] {
  const certain = messages.filter(isPlanned).map(messageItem);
  const possible = items
    .filter(({ outcome }) => outcome !== "held")
    .map((preview): Item => ({ kind: "preview", key: `${preview.at} ${preview.words}`, at: preview.at, preview }));
  return [...certain, ...possible].sort(byTime);
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
const messageItem = (message: Written): Item => ({
  ...{ kind: "message", key: message.id, message },
  at: message.scheduledFor,
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
