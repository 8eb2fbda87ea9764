import type { SessionRepository } from "@procode/core";
import { sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

export function prismaSessions(tx: Transaction, userId: string): SessionRepository {
  const living = () => ({ userId, revokedAt: null, expiresAt: { gt: tx.now() } });
  return {
    list: () =>
      tx.prisma().session.findMany({
        where: living(),
        orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
        select: { id: true, userAgent: true, createdAt: true, lastSeenAt: true },
      }),
    async revoke(sessionId) {
      const { count } = await tx
        .prisma()
        .session.updateMany({ where: { ...living(), id: sessionId }, data: { revokedAt: tx.now() } });
      return count > 0;
    },
    async revokeAll() {
      const rows = await tx.rows<{ id: string }>(sql`UPDATE sessions SET revoked_at = ${tx.now()}
        WHERE user_id = ${userId}::uuid AND revoked_at IS NULL AND expires_at > ${tx.now()} RETURNING id`);
      return rows.map(({ id }) => id);
    },
  };
}
