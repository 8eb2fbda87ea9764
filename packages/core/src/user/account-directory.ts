import type { DomainEventBody, Role } from "@procode/contracts";

export type NewAccount = { id: string; email: string; name: string; passwordHash: string; timeZone: string | null };
export type Credentials = { userId: string; passwordHash: string };
export type NewSession = { id: string; userId: string; userAgent: string; address: string; expiresAt: Date };
export type ActiveSession = { userId: string; role: Role; lastSeenAt: Date; expiresAt: Date };

/** Look-ups before it is known who asks. */
export interface AccountDirectory {
  findCredentials(email: string): Promise<Credentials | null>;
  /** Creates user, settings and empty context. The very first account of the instance becomes admin, exactly one. Null when the address is taken. */
  create(account: NewAccount): Promise<{ userId: string; role: Role } | null>;
  startSession(session: NewSession): Promise<void>;
  /** By id; without those that are unknown, revoked or expired. */
  findActiveSessions(sessionIds: readonly string[], now: Date): Promise<ReadonlyMap<string, ActiveSession>>;
  /** Moves last seen and expiry on. */
  touchSession(sessionId: string, seenAt: Date, expiresAt: Date): Promise<void>;
  /** Ends one session by its id, at log-out. */
  revokeSession(sessionId: string): Promise<void>;
  /** Uses up the link and marks its person's address as confirmed: whose it was. Null when it is unknown, used or over. */
  confirmEmail(tokenHash: string, now: Date): Promise<string | null>;
  appendEvent(userId: string, event: DomainEventBody): Promise<void>;
  appendAudit(entry: {
    userId: string | null;
    action: string;
    address: string;
    details: Record<string, string>;
  }): Promise<void>;
}
