/** What is dropped when its time is over. Everything else stays, or goes with what it belongs to. */
export const OUTDATED = [
  "sessions",
  "emailConfirmations",
  "apiKeys",
  "telegramUpdates",
  "telegramSends",
  "telegramLinks",
  "proactiveDecisions",
  "openLoops",
  "restingConversations",
  "conversationAnalyses",
] as const;
export type Outdated = (typeof OUTDATED)[number];

/** Old rows of everybody. Times are the database's. */
export interface RetentionDesk {
  /**
   * Drops rows that were over so many seconds ago, the oldest first and at most `most`; returns how many. Over is: a session
   * when it expired, a key when it was revoked, a link of either kind when it expired, an update when it was done, a send when
   * it was settled (but no answer that did not arrive for certain), a decision with its hour, an open loop when it was due, a
   * conversation that rests when it was to be read, its analysis when it was made.
   */
  drop(kind: Outdated, input: { keptSeconds: number; most: number }): Promise<number>;
}
