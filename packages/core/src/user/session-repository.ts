export type StoredSession = { id: string; userAgent: string; createdAt: Date; lastSeenAt: Date };

/** The person's living sessions. */
export interface SessionRepository {
  list(): Promise<StoredSession[]>;
  /** Revokes one; false when it was not living. */
  revoke(sessionId: string): Promise<boolean>;
  /** Revokes all and returns their ids. */
  revokeAll(): Promise<string[]>;
}
