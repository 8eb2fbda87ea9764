import { seeded } from "../seeded.ts";
import type { DeliveryAsked } from "./delivery-run.ts";

/** What becomes of one call; `flood` holds the chat for the plan's seconds. */
export type DeliveryFault = "cut" | "bad-gateway" | "server-error" | "bad-entities" | "flood";
/** `chat` counts the plan's chats from 0. */
export type DeliveryAct =
  | { kind: "ask" | "tell"; atMs: number; chat: number; words: string; faults: readonly DeliveryFault[] }
  | { kind: "block" | "start"; atMs: number; chat: number }
  /** The next two calls, of whatever chats, are put off: the limit is the whole bot's. */
  | { kind: "flood"; atMs: number }
  | { kind: "away"; atMs: number; forMs: number };
export type DeliveryPlan = {
  chats: number;
  /** In the order of their moments. */
  acts: DeliveryAct[];
  /** Seconds, of every flood. */
  retryAfter: number;
  /** Whose person wants what nobody asked for on the web where Telegram can not. */
  withWeb: boolean[];
};

const CHATS = 6;
const LENGTH_MS = 2_000;
const RETRY_AFTER = 2;
/** What becomes of the first calls of a message; each stands once among the replies and once among the others. */
const FAULTS: readonly (readonly DeliveryFault[])[] = [
  ["cut"],
  ["bad-gateway"],
  ["server-error"],
  ["server-error", "server-error", "cut"],
  ["bad-entities"],
  ["bad-entities", "bad-entities"],
  ["bad-entities", "server-error"],
];
/** After its flood. */
const FLOODED: readonly (readonly DeliveryFault[])[] = [[], ["cut"], ["server-error"]];
/** Of either kind. */
const UNHARMED = 4;

/** Who writes, what is told unasked, who blocks the bot and when, and what Telegram does to which call: all by the seed. */
export function planDeliveryFaults(seed: number): DeliveryPlan {
  const random = seeded(seed);
  const at = () => random.below(LENGTH_MS);
  const blocks = random.shuffled(Array.from({ length: CHATS }, (_, chat) => chat)).slice(0, 2);
  const blockAt = new Map(blocks.map((chat) => [chat, 500 + random.below(800)]));
  const [early] = blocks;
  const startAt = (chat: number) => (chat === early ? (blockAt.get(chat) ?? 0) + 400 + random.below(400) : null);
  const starts = new Map(blocks.map((chat) => [chat, startAt(chat)]));
  const told = (["ask", "tell"] as const).flatMap((kind) => {
    const unharmed = Array.from({ length: UNHARMED }, () => []);
    const faults = [...FAULTS, ["flood" as const, ...random.pick(FLOODED)], ...unharmed];
    return faults.map((list) => ({ kind, faults: list }));
  });
  const messages = random.shuffled(told).map(({ kind, faults }, number): DeliveryAct => {
    const chat = number % CHATS;
    let atMs = at();
    const blockedAt = blockAt.get(chat);
    // Who blocked the bot writes nothing until they let it in again.
    if (kind === "ask" && blockedAt !== undefined && atMs >= blockedAt) {
      const startedAt = starts.get(chat) ?? null;
      atMs = startedAt === null ? random.below(blockedAt) : startedAt + 1 + random.below(LENGTH_MS / 2);
    }
    return { kind, atMs, chat, words: wordsOf(number), faults };
  });
  const moves = blocks.flatMap((chat): DeliveryAct[] => {
    const startedAt = starts.get(chat) ?? null;
    const block = { kind: "block" as const, atMs: blockAt.get(chat) ?? 0, chat };
    return startedAt === null ? [block] : [block, { kind: "start", atMs: startedAt, chat }];
  });
  const acts: DeliveryAct[] = [
    ...messages,
    ...moves,
    { kind: "flood", atMs: at() },
    { kind: "away", atMs: at(), forMs: 300 + random.below(900) },
  ];
  return {
    ...{ chats: CHATS, acts: acts.sort((one, other) => one.atMs - other.atMs), retryAfter: RETRY_AFTER },
    withWeb: Array.from({ length: CHATS }, () => random.chance() < 0.5),
  };
}

/** Words like no other message's. */
const wordsOf = (number: number) => `w${String(number).padStart(3, "0")}.`;

/** What each chat is asked when all is over: it has to get through. */
export const lastWordsOf = (chat: number) => wordsOf(900 + chat);

/** The words in a text by which a message of the run is known. */
export const wordsIn = (text: string): string | null => /w\d{3}\./.exec(text)?.[0] ?? null;

/** All that has to be told, with the chats of a run in the plan's order. */
export function askedIn({ acts }: DeliveryPlan, chatIds: readonly number[]): DeliveryAsked[] {
  const chatOf = (chat: number) => chatIds[chat] ?? 0;
  const planned = acts.flatMap((act) =>
    act.kind === "ask" || act.kind === "tell"
      ? [{ words: act.words, chatId: chatOf(act.chat), isProactive: act.kind === "tell", isLast: false }]
      : [],
  );
  const last = chatIds.map((chatId, chat) => ({ words: lastWordsOf(chat), chatId, isProactive: false, isLast: true }));
  return [...planned, ...last];
}
