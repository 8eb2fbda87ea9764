import { Profile, type UserContext } from "@procode/contracts";
import { notFound } from "../procode-error.ts";
import type { AuditLog } from "../user/audit-log.ts";
import type { SessionRepository } from "../user/session-repository.ts";
import type { UserRepository } from "../user/user-repository.ts";
import { alreadyExists, type MemoryTransaction, type SessionRow } from "./memory-tables.ts";

export function memoryUsers({ tables, now }: MemoryTransaction, userId: string): UserRepository {
  const user = () => {
    const row = tables.users.get(userId);
    if (!row) throw notFound("account");
    return row;
  };
  const settings = () => {
    const row = tables.settings.get(userId);
    if (!row) throw notFound("account");
    return row;
  };
  const context = (): UserContext =>
    tables.contexts.get(userId) ?? { profile: Profile.parse({}), version: 0, updatedAt: null };
  return {
    async getAccount() {
      const { id, email, name, role, createdAt, emailConfirmedAt } = user();
      return { id, email, name, role, createdAt, emailConfirmedAt, settings: settings() };
    },
    async updateAccount(change) {
      tables.users.set(userId, { ...user(), ...change });
    },
    isEmailConfirmed: async () => user().emailConfirmedAt !== null,
    async saveEmailConfirmation(link) {
      if ([...tables.emailConfirmations.values()].some(({ tokenHash }) => tokenHash === link.tokenHash))
        throw alreadyExists();
      tables.emailConfirmations.set(user().id, { ...link, userId });
    },
    getSettings: async () => settings(),
    async updateSettings(change) {
      const next = { ...settings(), ...change };
      tables.settings.set(userId, next);
      return next;
    },
    getContext: async () => context(),
    findContextBeside: async (version) => (context().version === version ? null : context()),
    async saveContext(profile) {
      user();
      const next = { profile, version: context().version + 1, updatedAt: now() };
      tables.contexts.set(userId, next);
      return next;
    },
    lockContext: async () => context(),
  };
}

export function memorySessions({ tables, now }: MemoryTransaction, userId: string): SessionRepository {
  const living = () =>
    [...tables.sessions.values()].filter(
      (row) => row.userId === userId && row.revokedAt === null && row.expiresAt > now(),
    );
  const revoke = (row: SessionRow) => tables.sessions.set(row.id, { ...row, revokedAt: now() });
  return {
    async list() {
      return living()
        .sort((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime() || (a.id < b.id ? 1 : -1))
        .map(({ id, userAgent, createdAt, lastSeenAt }) => ({ id, userAgent, createdAt, lastSeenAt }));
    },
    async revoke(sessionId) {
      const row = living().find(({ id }) => id === sessionId);
      if (row) revoke(row);
      return row !== undefined;
    },
    async revokeAll() {
      const rows = living();
      for (const row of rows) revoke(row);
      return rows.map(({ id }) => id);
    },
  };
}

export function memoryAudit({ tables, now, nextId }: MemoryTransaction, userId: string): AuditLog {
  return {
    async append({ action, address, details }) {
      tables.audit.set(nextId(), { userId, action, address: address ?? null, details: details ?? {}, at: now() });
    },
  };
}
