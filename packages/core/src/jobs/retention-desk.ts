/** What is dropped when its time is over. Everything else stays, or goes with what it belongs to. */
export const OUTDATED = [
  "sessions",
  "apiKeys",
  "telegramUpdates",
  "telegramSends",
  "telegramLinks",
  "proactiveDecisions",
  "proactiveMessages",
  "openLoops",
] as const;
export type Outdated = (typeof OUTDATED)[number];

/** Old rows of everybody. Times are the database's. */
export interface RetentionDesk {
  /**
   * Drops rows that were over so many seconds ago, the oldest first and at most `most`; returns how many. Over is: a session
   * when it expired, a key when it was revoked, a link when it expired, an update when it was done, a send when it was settled
   * (but no answer that did not arrive for certain), a decision and a message that PROCODE wrote first with its hour (while
   * nothing is to be done about it any more), an open loop when it was due.
   */
  drop(kind: Outdated, input: { keptSeconds: number; most: number }): Promise<number>;
}
