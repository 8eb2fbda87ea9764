import type { AnalysisDesk, AnalysisRepository, RestingConversation } from "@procode/core";
import { sql } from "../sql.ts";
import type { Transaction } from "../transaction.ts";

export function prismaAnalysis(tx: Transaction, userId: string): AnalysisRepository {
  const me = sql`user_id = ${userId}::uuid`;
  return {
    async rest({ conversationId, unreadSince, dueAt }) {
      await tx.count(sql`INSERT INTO resting_conversations AS r (user_id, conversation_id, unread_since, due_at)
        VALUES (${userId}::uuid, ${conversationId}::uuid, ${unreadSince}, ${dueAt})
        ON CONFLICT (user_id, conversation_id) DO UPDATE SET due_at = greatest(r.due_at, excluded.due_at)`);
    },
    async findResting(conversationId) {
      const [row] = await tx.rows<RestingConversation>(sql`
        SELECT conversation_id AS "conversationId", unread_since AS "unreadSince", due_at AS "dueAt"
        FROM resting_conversations WHERE ${me} AND conversation_id = ${conversationId}::uuid`);
      return row ?? null;
    },
    async endRest({ conversationId, dueAt, readUntil }) {
      const ended = await tx.count(sql`DELETE FROM resting_conversations
        WHERE ${me} AND conversation_id = ${conversationId}::uuid AND due_at = ${dueAt}`);
      if (ended === 0)
        await tx.count(sql`UPDATE resting_conversations SET unread_since = ${new Date(readUntil.getTime() + 1)}
          WHERE ${me} AND conversation_id = ${conversationId}::uuid`);
    },
    async append({ generationId, conversationId, found, analysedAt }) {
      await tx.count(sql`INSERT INTO conversation_analyses (user_id, generation_id, conversation_id, found, analysed_at)
        VALUES (${userId}::uuid, ${generationId}::uuid, ${conversationId}::uuid, ${found}, ${analysedAt})`);
    },
    listFoundIn: (messageIds) =>
      tx.rows<{ sourceId: string; dueAt: Date }>(sql`
        SELECT source_id AS "sourceId", due_at AS "dueAt" FROM open_loops WHERE ${me} AND source_id = ANY (${messageIds}::uuid[])`),
  };
}

export function prismaAnalysisDesk(tx: Transaction): AnalysisDesk {
  return {
    listResting: ({ since, now, limit }) =>
      tx.rows<{ userId: string; conversationId: string; dueAt: Date }>(sql`
        SELECT user_id AS "userId", conversation_id AS "conversationId", due_at AS "dueAt"
        FROM resting_conversations WHERE due_at > ${since} AND due_at <= ${now} ORDER BY due_at LIMIT ${limit}`),
  };
}
