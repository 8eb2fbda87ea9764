import type { NewTelegramSend, TelegramDelivery } from "@procode/core";
import { sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

/** The answer that a send carries, as its row names it. */
export type CarriedAnswer = { userId: string | null; messageId: string | null };

/** Appends to the queue in the given order; returns the ids of those whose key was not known. */
export async function queueSends(
  tx: Transaction,
  userId: string | null,
  sends: readonly NewTelegramSend[],
): Promise<number[]> {
  if (sends.length === 0) return [];
  const column = <Value>(pick: (send: NewTelegramSend) => Value) => sends.map(pick);
  const rows = await tx.rows<{ id: number }>(sql`
    INSERT INTO telegram_sends (bot_id, chat_id, user_id, dedupe_key, conversation_id, message_id, part, parts, body, next_try_at, queued_at, not_after, is_proactive)
    SELECT bot_id, chat_id, ${userId}::uuid, dedupe_key, conversation_id, message_id, part, parts, body::jsonb, procode_now(), procode_now(), not_after, is_proactive
    FROM unnest(${column((send) => send.botId)}::bigint[], ${column((send) => send.chatId)}::bigint[], ${column((send) => send.dedupeKey)}::text[],
      ${column((send) => send.answer?.conversationId ?? null)}::uuid[], ${column((send) => send.answer?.messageId ?? null)}::uuid[],
      ${column((send) => send.part)}::int[], ${column((send) => send.parts)}::int[], ${column((send) => JSON.stringify(send.body))}::text[],
      ${column((send) => send.notAfter ?? null)}::timestamptz[], ${column((send) => send.isProactive ?? false)}::boolean[])
      WITH ORDINALITY AS send (bot_id, chat_id, dedupe_key, conversation_id, message_id, part, parts, body, not_after, is_proactive, place)
    ORDER BY place ON CONFLICT (dedupe_key) DO NOTHING RETURNING id::float8`);
  return rows.map(({ id }) => id);
}

/** Of these answers, those of which nothing is open any more. */
export async function listDelivered(tx: Transaction, answers: readonly CarriedAnswer[]): Promise<TelegramDelivery[]> {
  const carried = answers.filter(({ userId, messageId }) => userId !== null && messageId !== null);
  if (carried.length === 0) return [];
  return tx.rows<TelegramDelivery>(sql`
    SELECT s.user_id AS "userId", s.conversation_id AS "conversationId", s.message_id AS "messageId",
      CASE WHEN bool_or(s.state IN ('failed', 'cancelled')) THEN 'failed' WHEN bool_or(s.state = 'uncertain') THEN 'uncertain' ELSE 'sent' END AS state
    FROM (SELECT DISTINCT * FROM unnest(${carried.map(({ userId }) => userId)}::uuid[], ${carried.map(({ messageId }) => messageId)}::uuid[])
      AS answer (user_id, message_id)) answer
    JOIN telegram_sends s ON s.user_id = answer.user_id AND s.message_id = answer.message_id
    GROUP BY s.user_id, s.conversation_id, s.message_id HAVING NOT bool_or(s.state IN ('queued', 'sending'))`);
}
