import type { Message, Receipt } from "@procode/contracts";
import { decodeCursor, encodeCursor, type MessageRepository, type NewMessage, type PathMessage } from "@procode/core";
import { join, NOTHING, sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

export type MessageRow = Omit<Message, "receipt" | "failure"> & { [Field in keyof Receipt]: Receipt[Field] | null } & {
  failureReason: NonNullable<Message["failure"]>["reason"] | null;
  failureRetrySeconds: number | null;
};

// How an answer reached Telegram, from the messages that carry it there; a message of another channel costs nothing.
const DELIVERY = sql`(
  SELECT CASE WHEN count(*) = 0 THEN NULL
    WHEN bool_or(s.state IN ('queued', 'sending')) THEN '{"state": "sending", "reason": null}'::jsonb
    WHEN bool_or(s.state IN ('failed', 'cancelled')) THEN jsonb_build_object('state', 'failed',
      'reason', min(s.reason) FILTER (WHERE s.state IN ('failed', 'cancelled')))
    WHEN bool_or(s.state = 'uncertain') THEN jsonb_build_object('state', 'uncertain',
      'reason', min(s.reason) FILTER (WHERE s.state = 'uncertain'))
    ELSE '{"state": "sent", "reason": null}'::jsonb END
  FROM telegram_sends s WHERE s.user_id = messages.user_id AND s.message_id = messages.id)`;

export const MESSAGE_COLUMNS = sql`id, conversation_id AS "conversationId", parent_id AS "parentId", role, status, channel, text,
  generation_id AS "generationId", failure_reason AS "failureReason", failure_retry_seconds AS "failureRetrySeconds", model,
  prompt_tokens AS "promptTokens", completion_tokens AS "completionTokens", trim_scale(cost_usd)::text AS "costUsd",
  cost_state AS "costState", first_token_ms AS "firstTokenMs", total_ms AS "totalMs", finish_reason AS "finishReason",
  created_at AS "createdAt", CASE WHEN channel = 'telegram' AND role = 'assistant' THEN ${DELIVERY} END AS delivery`;

export function prismaMessages(tx: Transaction, userId: string): MessageRepository {
  const me = sql`user_id = ${userId}::uuid`;
  const findOne = async (statement: ReturnType<typeof sql>) => {
    const [row] = await tx.rows<MessageRow>(statement);
    return row ? asMessage(row) : null;
  };
  return {
    findById: (id) => findOne(sql`SELECT ${MESSAGE_COLUMNS} FROM messages WHERE ${me} AND id = ${id}::uuid`),
    findByClientId: (clientId) =>
      findOne(sql`SELECT ${MESSAGE_COLUMNS} FROM messages WHERE ${me} AND client_id = ${clientId}::uuid`),
    findByGeneration: (generationId) =>
      findOne(sql`SELECT ${MESSAGE_COLUMNS} FROM messages WHERE ${me} AND id = (
        SELECT g.message_id FROM generations g WHERE g.user_id = ${userId}::uuid AND g.id = ${generationId}::uuid)`),
    async findLastSaidAt() {
      const [row] = await tx.rows<{ at: Date }>(
        sql`SELECT created_at AS at FROM messages WHERE ${me} AND role = 'user' ORDER BY id DESC LIMIT 1`,
      );
      return row?.at ?? null;
    },
    async listChildren(parentId) {
      const rows = await tx.rows<MessageRow>(
        sql`SELECT ${MESSAGE_COLUMNS} FROM messages WHERE ${me} AND parent_id = ${parentId}::uuid ORDER BY id`,
      );
      return rows.map(asMessage);
    },
    async page({ conversationId, cursor, limit }) {
      const before = cursor === undefined ? NOTHING : sql`AND id < ${decodeCursor(cursor, ["id"])[0]}::uuid`;
      const rows = await tx.rows<MessageRow>(sql`SELECT ${MESSAGE_COLUMNS} FROM messages
        WHERE ${me} AND conversation_id = ${conversationId}::uuid ${before} ORDER BY id DESC LIMIT ${limit + 1}`);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        messages: page.map(asMessage),
        nextCursor: rows.length > limit && last ? encodeCursor([last.id]) : null,
      };
    },
    listPath: (leafId, limit) =>
      tx.rows<PathMessage>(sql`
        WITH RECURSIVE path AS (
          SELECT id, parent_id, role, status, channel, text, 1 AS depth FROM messages WHERE ${me} AND id = ${leafId}::uuid
          UNION ALL
          SELECT m.id, m.parent_id, m.role, m.status, m.channel, m.text, path.depth + 1 FROM path
          JOIN messages m ON m.user_id = ${userId}::uuid AND m.id = path.parent_id WHERE path.depth < ${limit}
        )
        SELECT id, role, status, channel, text FROM path ORDER BY depth DESC`),
    async findNewestLeaf(messageId) {
      const [row] = await tx.rows<{ id: string }>(sql`
        WITH RECURSIVE below AS (
          SELECT id FROM messages WHERE ${me} AND id = ${messageId}::uuid
          UNION ALL
          SELECT m.id FROM below JOIN messages m ON m.user_id = ${userId}::uuid AND m.parent_id = below.id
        )
        SELECT id FROM below ORDER BY id DESC LIMIT 1`);
      return row?.id ?? null;
    },
    async append(message) {
      await tx.count(insertMessages(userId, [message]));
    },
  };
}

export const insertMessages = (userId: string, messages: readonly NewMessage[]) => sql`INSERT INTO messages
  (user_id, id, conversation_id, parent_id, client_id, role, status, channel, text, generation_id, created_at)
  VALUES ${join(
    messages.map(
      ({ id, conversationId, parentId, clientId, role, status, channel, text, generationId, at }) =>
        sql`(${userId}::uuid, ${id}::uuid, ${conversationId}::uuid, ${parentId}::uuid, ${clientId}::uuid,
          ${role}, ${status}, ${channel}, ${text}, ${generationId}::uuid, ${at}::timestamptz)`,
    ),
  )}`;

export function asMessage(row: MessageRow): Message {
  const {
    failureReason,
    failureRetrySeconds,
    model,
    promptTokens,
    completionTokens,
    costUsd,
    costState,
    firstTokenMs,
    totalMs,
    finishReason,
    ...message
  } = row;
  return {
    ...message,
    receipt:
      model === null || costState === null
        ? null
        : { model, promptTokens, completionTokens, costUsd, costState, firstTokenMs, totalMs, finishReason },
    failure:
      failureReason === null
        ? null
        : {
            reason: failureReason,
            ...(failureRetrySeconds === null ? {} : { retryAfterSeconds: failureRetrySeconds }),
          },
  };
}
