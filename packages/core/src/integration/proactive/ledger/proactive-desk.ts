import type { OwnSchedule, ProactiveSettings, ProactiveState } from "@procode/contracts";
import type {
  OpenLoop,
  ProactiveDecision,
  ProactiveFeedback,
  ProactiveOwner,
  StoredProactiveMessage,
  StoredSchedule,
} from "./proactive-repository.ts";

/** A person who opted in, with what tells whether there is anything to think about in an hour. */
export type ProactivePerson = {
  userId: string;
  zone: string;
  snoozedUntil: Date | null;
  schedules: OwnSchedule[];
  /** When the earliest open loop is due. */
  loopDueAt: Date | null;
  /** When they last wrote. */
  lastSaidAt: Date | null;
};
/** An open loop that is due before, a last word of theirs from the one time to before the other, or any schedule that goes on. */
export type ProactiveNear = { dueBefore: Date; saidSince: Date; saidBefore: Date };
/** What the policy looks at about one person: times, topics and states, and not a word of theirs. */
export type ProactiveOutline = {
  userId: string;
  settings: ProactiveSettings;
  /** Whether they can be written to in Telegram just now. */
  hasTelegram: boolean;
  /** Whether they confirmed their address. */
  hasEmail: boolean;
  contextVersion: number;
  /** When they last wrote. */
  lastSaidAt: Date | null;
  /** Dollars since the begin of the month, as a decimal string. */
  spentUsd: string;
  feedback: Pick<ProactiveFeedback, "topic" | "kind" | "givenAt">[];
  recent: (Pick<
    StoredProactiveMessage,
    "topic" | "rule" | "state" | "loopId" | "plannedAt" | "scheduledFor" | "takenAt"
  > & { scheduleId: string | null })[];
  decisions: Pick<ProactiveDecision, "hour" | "decidedAt" | "outcome">[];
  /** Open ones, the earliest first. */
  loops: Omit<OpenLoop, "words" | "sourceId">[];
  /** Those that go on. */
  schedules: Omit<StoredSchedule, "words" | "pausedAt">[];
};
/** A decision that no model was asked for, and that nothing came of. */
export type HeldDecision = { userId: string } & Pick<
  ProactiveDecision,
  "hour" | "reasons" | "contextVersion" | "settingsVersion" | "decidedAt"
>;
export type ProactiveEnd =
  | { state: "sent"; telegramMessageId: number | null; reason: string }
  | { state: "uncertain"; errorClass: string; reason: string }
  /** Nothing was taken. `afterSeconds` null: never again. */
  | { state: "failed"; errorClass: string; reason: string; afterSeconds: number | null };
/** A message that was settled: how it went. */
export type ProactiveSettled = { userId: string; id: string; state: ProactiveState; messageId: string | null };
/** What another queue said of a message that it was given, at the attempt that it was given with. */
export type ProactiveOutcome = ProactiveOwner & {
  attempts: number;
  state: "sent" | "uncertain" | "failed" | "cancelled" | "lost";
  telegramMessageId: number | null;
  reason: string | null;
};

/** The ledger for everybody: claims, ends, and who is to be thought of. Times are the database's; no person's words come out of it. */
export interface ProactiveDesk {
  /**
   * Of the next `limit` people by id after `after` who opted in and were not decided about for `hour`, at least those who have anything
   * `near`, in one statement. `next`: where to go on; null when there is nobody more.
   */
  listPeople(input: {
    hour: Date;
    after: string | null;
    limit: number;
    near: ProactiveNear;
  }): Promise<{ people: ProactivePerson[]; next: string | null }>;
  /** Of each of these people who has settings, in one statement: these, feedback and messages from `since` on, dollars from `month` on, the newest decisions. */
  listOutlines(input: {
    userIds: readonly string[];
    since: Date;
    month: Date;
    loopsBefore: Date;
    mostDecisions: number;
  }): Promise<ProactiveOutline[]>;
  /** Stores each whose person was not decided about for its hour, in one statement; returns how many. */
  decideHeld(held: readonly HeldDecision[]): Promise<number>;
  /**
   * Takes what is due and not over, of one person or of all (null): the longest waiting first, each to one worker. What was
   * claimed `aloneAfter` times in a row without a word comes alone, when it is the first.
   */
  claim(input: {
    workerId: string;
    leaseSeconds: number;
    aloneAfter: number;
    limit: number;
    userId: string | null;
    reason: string;
  }): Promise<ProactiveOwner[]>;
  /** What these workers claimed and did not begin is `scheduled` again, as if it had not been claimed; returns how many. */
  release(owners: readonly ProactiveOwner[], reason: string): Promise<number>;
  /** What was not begun before it was over becomes `expired`. */
  expire(limit: number, reason: string): Promise<ProactiveSettled[]>;
  /**
   * What a dead worker left: `claimed` goes back to `scheduled`, and after `mostClaims` of them in a row is `dead`; `sending`
   * that nobody else holds is `uncertain`.
   */
  recover(input: {
    limit: number;
    mostClaims: number;
    reasons: { again: string; dead: string; uncertain: string };
  }): Promise<ProactiveSettled[]>;
  /** Ends an attempt; null for a late owner, and for one that ended before. A failed one stands in `scheduled` again, or is `dead`. */
  settle(owner: ProactiveOwner, end: ProactiveEnd): Promise<ProactiveSettled | null>;
  /** Cancels what is not begun of a person who wants it on Telegram alone, which can not be used any more; returns how many. */
  cancelUnreachable(userId: string, reason: string): Promise<number>;
  /** What stands in `sending` and of which Telegram's queue has the end by now. */
  listOutcomes(limit: number): Promise<ProactiveOutcome[]>;
}
