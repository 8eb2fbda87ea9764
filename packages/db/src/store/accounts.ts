import type { Role } from "@procode/contracts";
import type { AccountDirectory, ActiveSession } from "@procode/core";
import { appendAudit } from "./audit.ts";
import { prismaEvents } from "./events.ts";
import { sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

export function prismaAccounts(tx: Transaction): AccountDirectory {
  return {
    async findCredentials(email) {
      const row = await tx.prisma().user.findUnique({ where: { email }, select: { id: true, passwordHash: true } });
      return row ? { userId: row.id, passwordHash: row.passwordHash } : null;
    },
    async create({ id, email, name, passwordHash, timeZone }) {
      // Whoever sets first_admin_id is the admin; all others wait for that row and then find it set.
      const [row] = await tx.rows<{ userId: string; role: Role }>(sql`
        WITH claimed AS (
          UPDATE instance SET first_admin_id = ${id}::uuid
          WHERE id = 1 AND first_admin_id IS NULL AND NOT EXISTS (SELECT FROM users WHERE email = ${email}) RETURNING 1
        ), created AS (
          INSERT INTO users (id, email, name, password_hash, role, time_zone, created_at)
          VALUES (${id}::uuid, ${email}, ${name}, ${passwordHash}, CASE WHEN EXISTS (SELECT FROM claimed) THEN 'admin' ELSE 'user' END, ${timeZone}, ${tx.now()})
          ON CONFLICT (email) DO NOTHING RETURNING id, role
        ), settings AS (INSERT INTO user_settings (user_id) SELECT id FROM created
        ), context AS (INSERT INTO user_contexts (user_id) SELECT id FROM created
        ), counter AS (INSERT INTO event_counters (user_id) SELECT id FROM created)
        SELECT id AS "userId", role FROM created`);
      return row ?? null;
    },
    async startSession({ id, userId, userAgent, address, expiresAt }) {
      const now = tx.now();
      await tx.count(sql`INSERT INTO sessions (id, user_id, user_agent, address, created_at, last_seen_at, expires_at)
        VALUES (${id}::uuid, ${userId}::uuid, ${userAgent}, ${address}, ${now}, ${now}, ${expiresAt})`);
    },
    async findActiveSessions(sessionIds, now) {
      const rows = await tx.rows<ActiveSession & { id: string }>(sql`
        SELECT s.id, s.user_id AS "userId", u.role, s.last_seen_at AS "lastSeenAt", s.expires_at AS "expiresAt"
        FROM sessions s JOIN users u ON u.id = s.user_id
        WHERE s.id = ANY (${sessionIds}::uuid[]) AND s.revoked_at IS NULL AND s.expires_at > ${now}`);
      return new Map(rows.map(({ id, ...session }) => [id, session]));
    },
    async touchSession(sessionId, lastSeenAt, expiresAt) {
      await tx
        .prisma()
        .session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { lastSeenAt, expiresAt } });
    },
    async revokeSession(sessionId) {
      await tx
        .prisma()
        .session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { revokedAt: tx.now() } });
    },
    async confirmEmail(tokenHash, now) {
      const [row] = await tx.rows<{ id: string }>(sql`
        WITH used AS (DELETE FROM email_confirmations WHERE token_hash = ${tokenHash} AND expires_at > ${now} RETURNING user_id)
        UPDATE users SET email_confirmed_at = ${now} FROM used WHERE users.id = used.user_id RETURNING users.id`);
      return row?.id ?? null;
    },
    appendEvent: (userId, event) => prismaEvents(tx, userId).append(event),
    appendAudit: (entry) => appendAudit(tx, entry),
  };
}
