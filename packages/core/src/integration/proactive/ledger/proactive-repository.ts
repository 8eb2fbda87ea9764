import type {
  FeedbackKind,
  OwnSchedule,
  ProactiveChannel,
  ProactiveFact,
  ProactiveRule,
  ProactiveSettings,
  ProactiveState,
} from "@procode/contracts";

export type StoredSchedule = OwnSchedule & {
  id: string;
  words: string;
  topic: string;
  createdAt: Date;
  /** It rests since then; null while it goes on. */
  pausedAt: Date | null;
};
export type LoopKind = "goal" | "promise" | "reminder";
/** `sourceId`: the message that says it, or the person's own id where it stands in their profile. */
export type OpenLoop = {
  id: string;
  kind: LoopKind;
  words: string;
  topic: string;
  dueAt: Date;
  sourceId: string;
  createdAt: Date;
};
type ProactiveMessage = {
  id: string;
  /** What it is the only one for: the minute that it was ordered for, or the hour in which it comes unasked. */
  slot: Date;
  reason: string;
  topic: string;
  rule: ProactiveRule;
  text: string;
  why: string;
  facts: ProactiveFact[];
  model: string | null;
  generationId: string | null;
  /** In hundredths. */
  confidence: number;
  loopId: string | null;
  contextVersion: number;
  settingsVersion: number;
  newestMessageId: string | null;
  plannedAt: Date;
  scheduledFor: Date;
  expiresAt: Date;
};
/** `trace`: the stage that planned it; left out and null where nothing is traced. */
export type NewProactiveMessage = ProactiveMessage & { trace?: string | null };
export type StoredProactiveMessage = ProactiveMessage & {
  state: ProactiveState;
  claims: number;
  attempts: number;
  fence: number;
  channel: ProactiveChannel | null;
  conversationId: string | null;
  messageId: string | null;
  telegramMessageId: number | null;
  takenAt: Date | null;
};
export type ProactiveMove = { number: number; from: ProactiveState | null; to: ProactiveState; reason: string };
export type ProactiveAttempt = {
  attempt: number;
  channel: ProactiveChannel;
  outcome: "open" | "sent" | "uncertain" | "failed";
  errorClass: string | null;
  reason: string | null;
};
/** What each rule said of the one it was asked about. */
export type ProactiveReason = { rule: string; said: string };
export type ProactiveDecision = {
  hour: Date;
  outcome: "planned" | "not-sent";
  reasons: ProactiveReason[];
  messageId: string | null;
  model: string | null;
  generationId: string | null;
  confidence: number | null;
  contextVersion: number;
  settingsVersion: number;
  decidedAt: Date;
};
export type ProactiveFeedback = { proactiveId: string; topic: string; kind: FeedbackKind; givenAt: Date };
/** Who works on a message: a write with an older fence changes nothing. With the trace that planned it, as `claim` gives it. */
export type ProactiveOwner = { userId: string; id: string; workerId: string; fence: number; trace?: string | null };
/** `telegram`: another queue holds it from now on and tells how it ended; `web`: it is there with this commit. */
export type ProactiveHandOver = { channel: ProactiveChannel; conversationId: string; messageId: string };

/** The person's own side of what PROCODE writes unasked. */
export interface ProactiveRepository {
  /** What nobody has set yet is off, at version 0. */
  getSettings(): Promise<ProactiveSettings>;
  /** The same, and nobody else changes them before this transaction ends. */
  lockSettings(): Promise<ProactiveSettings>;
  /** Writes them as the next version. */
  saveSettings(settings: Omit<ProactiveSettings, "version">): Promise<ProactiveSettings>;
  /** Oldest first. */
  listSchedules(): Promise<StoredSchedule[]>;
  appendSchedule(schedule: Omit<StoredSchedule, "pausedAt">): Promise<void>;
  /** Since when it rests, null for not at all; false when there is no such schedule. */
  pauseSchedule(id: string, at: Date | null): Promise<boolean>;
  removeSchedule(id: string): Promise<boolean>;
  /** Those that are known, by source, kind and time, are left out. */
  appendLoops(loops: OpenLoop[]): Promise<void>;
  /** Open ones due before `before`, the earliest first. */
  listLoops(before: Date): Promise<OpenLoop[]>;
  /** False when it was closed before. */
  closeLoop(id: string, at: Date, reason: string): Promise<boolean>;
  /** False when the hour was decided before; nothing is then changed. */
  decide(decision: ProactiveDecision): Promise<boolean>;
  isDecided(hour: Date): Promise<boolean>;
  /** Newest first. */
  listDecisions(limit: number): Promise<ProactiveDecision[]>;
  /** Dollars that the calls behind decisions and analyses cost since then, as a decimal string. */
  spentSince(since: Date): Promise<string>;
  /** Dollars of one call as a decimal string; null where it is not known, or not yet. */
  costOf(generationId: string): Promise<string | null>;
  /** As `candidate`; false where the person has an unasked one for this hour, or one that goes on for this order and minute. */
  append(message: NewProactiveMessage): Promise<boolean>;
  findById(id: string): Promise<StoredProactiveMessage | null>;
  /** The one that stands in a conversation as this message. */
  findByMessage(messageId: string): Promise<StoredProactiveMessage | null>;
  /** Those scheduled for `since` or later, in whatever state, the latest first. */
  listSince(since: Date): Promise<StoredProactiveMessage[]>;
  /** Throws CONFLICT illegal-move where no such step is open, NOT_FOUND when it is not the person's. */
  move(id: string, to: ProactiveState, reason: string): Promise<void>;
  /** `claimed` to `scheduled`, not before `until`; false for a late owner. */
  defer(owner: ProactiveOwner, until: Date, reason: string): Promise<boolean>;
  /** `claimed` to `cancelled` or `expired`; false for a late owner. */
  suppress(owner: ProactiveOwner, to: "cancelled" | "expired", reason: string): Promise<boolean>;
  /** `claimed` to `sending`, and its attempt begins; the number of that attempt, null for a late owner. */
  begin(owner: ProactiveOwner, handOver: ProactiveHandOver, reason: string): Promise<number | null>;
  /** What is in the web inbox with this commit: `sending` to `sent`. */
  arrive(owner: ProactiveOwner, reason: string): Promise<boolean>;
  /** All that is not begun yet becomes `cancelled`; returns how many. */
  cancelOpen(reason: string): Promise<number>;
  listMoves(id: string): Promise<ProactiveMove[]>;
  listAttempts(id: string): Promise<ProactiveAttempt[]>;
  /** False when the same was said of it before. */
  appendFeedback(feedback: ProactiveFeedback & { id: string }): Promise<boolean>;
  /** False when it was not said. */
  removeFeedback(feedback: Pick<ProactiveFeedback, "proactiveId" | "kind">): Promise<boolean>;
  listFeedback(since: Date): Promise<ProactiveFeedback[]>;
}
