import { Profile } from "@procode/contracts";
import { notFound } from "../procode-error.ts";
import type { AccountDirectory, ActiveSession } from "../user/account-directory.ts";
import { memoryEvents } from "./memory-events.ts";
import { alreadyExists, type MemoryTransaction } from "./memory-tables.ts";

export function memoryAccountDirectory(tx: MemoryTransaction): AccountDirectory {
  const { tables, now, nextId } = tx;
  const byEmail = (email: string) => [...tables.users.values()].find((row) => row.email === email);
  return {
    async findCredentials(email) {
      const row = byEmail(email);
      return row ? { userId: row.id, passwordHash: row.passwordHash } : null;
    },
    async create(account) {
      if (byEmail(account.email)) return null;
      if (tables.users.has(account.id)) throw alreadyExists();
      const role = tables.users.size === 0 ? "admin" : "user";
      tables.users.set(account.id, { ...account, role, createdAt: now(), emailConfirmedAt: null });
      tables.settings.set(account.id, { theme: "system", density: "comfortable", preferredModel: null });
      tables.contexts.set(account.id, { profile: Profile.parse({}), version: 0, updatedAt: null });
      return { userId: account.id, role };
    },
    async startSession(session) {
      if (!tables.users.has(session.userId)) throw notFound("account");
      if (tables.sessions.has(session.id)) throw alreadyExists();
      tables.sessions.set(session.id, { ...session, createdAt: now(), lastSeenAt: now(), revokedAt: null });
    },
    async findActiveSessions(sessionIds, at) {
      const found = new Map<string, ActiveSession>();
      for (const sessionId of sessionIds) {
        const row = tables.sessions.get(sessionId);
        const user = row && tables.users.get(row.userId);
        if (!row || !user || row.revokedAt !== null || row.expiresAt <= at) continue;
        const { userId, lastSeenAt, expiresAt } = row;
        found.set(sessionId, { userId, role: user.role, lastSeenAt, expiresAt });
      }
      return found;
    },
    async touchSession(sessionId, seenAt, expiresAt) {
      const row = tables.sessions.get(sessionId);
      if (row && row.revokedAt === null) tables.sessions.set(sessionId, { ...row, lastSeenAt: seenAt, expiresAt });
    },
    async revokeSession(sessionId) {
      const row = tables.sessions.get(sessionId);
      if (row && row.revokedAt === null) tables.sessions.set(sessionId, { ...row, revokedAt: now() });
    },
    async confirmEmail(tokenHash, at) {
      const link = [...tables.emailConfirmations.values()].find((row) => row.tokenHash === tokenHash);
      const user = link && tables.users.get(link.userId);
      if (!link || !user || link.expiresAt <= at) return null;
      tables.emailConfirmations.delete(link.userId);
      tables.users.set(user.id, { ...user, emailConfirmedAt: at });
      return user.id;
    },
    appendEvent: (userId, event) => memoryEvents(tx, userId).append(event),
    async appendAudit(entry) {
      tables.audit.set(nextId(), { ...entry, at: now() });
    },
  };
}
