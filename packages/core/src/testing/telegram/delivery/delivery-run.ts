import type { ProactiveFaultRow } from "../../proactive/find-proactive-problems.ts";

/** What Telegram did with a call. `lost`: it took it, and its answer never came. */
export type DeliveryEnd = "taken" | "lost" | "flood" | "server-error" | "bad-entities" | "blocked" | "refused";
export type DeliveryCall = {
  kind: "message" | "sign";
  chatId: number;
  atMs: number;
  /** The words by which a message of the run is known; null for any other, and for a sign of work. */
  words: string | null;
  text: string;
  /** It had entities. */
  isMarked: boolean;
  end: DeliveryEnd;
  /** Seconds, of a flood; 0 otherwise. */
  retryAfter: number;
};
/** What Telegram knows, in its order: the calls about a chat, and when its person let the bot in again. */
export type DeliveryEvent = DeliveryCall | { kind: "unblocked"; chatId: number; atMs: number };

/** Something that has to be told: an answer, or what nobody asked for. */
export type DeliveryAsked = { words: string; chatId: number; isProactive: boolean; isLast: boolean };

/** A row of the queue, as it stands at the end. */
export type DeliveryRow = {
  id: number;
  chatId: number;
  words: string | null;
  state: string;
  reason: string | null;
  /** How often it was begun. */
  attempts: number;
  body: unknown;
  /** Of the answer that it carries. */
  messageId: string | null;
};

/** One run with all that is needed to judge it. */
export type DeliveryRun = {
  events: DeliveryEvent[];
  asked: DeliveryAsked[];
  /** While nobody could connect. `cut`: so many connections were broken when it began. */
  outages: { fromMs: number; toMs: number; cut: number }[];
  rows: DeliveryRow[];
  /** What a person wrote that ended without an answer, and why. */
  ignored: { words: string; reason: string | null }[];
  /** What the person is told of an answer. */
  told: { messageId: string; state: string }[];
  /** The ledger of what nobody asked for. */
  messages: ProactiveFaultRow[];
  /** So long a call of another chat may be on its way while the bot is put off. */
  onTheWayMs: number;
};
