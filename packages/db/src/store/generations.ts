import { type Generation, type GenerationRepository, notFound, type Ownership } from "@procode/core";
import { assign } from "./conversations.ts";
import { appendingEvent } from "./events.ts";
import { asMessage, insertMessages, MESSAGE_COLUMNS, type MessageRow } from "./messages.ts";
import { join, NOTHING, sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

type ProgressRow = {
  state: Generation["state"];
  messageId: string;
  /** Null where nothing is stored. */
  offset: number | null;
  text: string | null;
};

export const GENERATION_COLUMNS = sql`g.id, g.conversation_id AS "conversationId", g.message_id AS "messageId", g.model, g.state,
  g.worker_id AS "workerId", g.fence, g.attempt, g.provider_id AS "providerId", g.stop_requested AS "stopRequested",
  g.options, g.trace, g.started_at AS "startedAt", g.created_at AS "createdAt"`;

export function prismaGenerations(tx: Transaction, userId: string): GenerationRepository {
  const me = sql`g.user_id = ${userId}::uuid`;
  const owned = (id: string, { workerId, fence }: Ownership) =>
    sql`${me} AND g.id = ${id}::uuid AND g.worker_id = ${workerId} AND g.fence = ${fence} AND g.state IN ('queued', 'running')`;
  return {
    async findById(id) {
      const [row] = await tx.rows<Generation>(
        sql`SELECT ${GENERATION_COLUMNS} FROM generations g WHERE ${me} AND g.id = ${id}::uuid`,
      );
      return row ?? null;
    },
    listRunning: (conversationId) =>
      tx.rows<Generation>(sql`SELECT ${GENERATION_COLUMNS} FROM generations g WHERE ${me} AND g.state IN ('queued', 'running')
        ${conversationId === undefined ? NOTHING : sql`AND g.conversation_id = ${conversationId}::uuid`} ORDER BY g.id`),
    async append({ messages, generation, shown, event }) {
      const { id, conversationId, messageId, model, workerId, options, at } = generation;
      // The counter last, as every transaction locks it: those that wait for each other would otherwise do so in a ring.
      const [row] = await tx.rows<Generation>(sql`
        WITH said AS (${insertMessages(userId, messages)}
        ), begun AS (
          INSERT INTO generations AS g (user_id, id, conversation_id, message_id, model, state, worker_id, options, started_at, created_at)
          VALUES (${userId}::uuid, ${id}::uuid, ${conversationId}::uuid, ${messageId}::uuid, ${model}, 'running', ${workerId},
            ${options === null ? null : JSON.stringify(options)}::jsonb, ${at}, ${at})
          RETURNING ${GENERATION_COLUMNS}
        ), shown AS (
          UPDATE conversations SET ${join(assign(shown))} WHERE user_id = ${userId}::uuid AND id = ${conversationId}::uuid RETURNING 1
        ), ${appendingEvent(tx, userId, event, sql`EXISTS (SELECT FROM shown)`)}
        SELECT begun.* FROM begun, event`);
      if (!row) throw notFound("conversation");
      tx.tell(userId, event.type);
      return row;
    },
    async start(id, owner, at) {
      const count = await tx.count(sql`
        WITH before AS (SELECT g.* FROM generations g WHERE ${owned(id, owner)} FOR UPDATE
        ), died AS (
          INSERT INTO ai_responses (user_id, generation_id, attempt, message_id, conversation_id, model, state, provider_id,
            cost_state, failure_reason, next_try_at, ended_at)
          SELECT user_id, id, attempt, message_id, conversation_id, model, 'interrupted', provider_id,
            CASE WHEN provider_id IS NULL THEN 'unknown' ELSE 'pending' END, 'owner-died', procode_now(), ${at}
          FROM before WHERE state = 'running'
        )
        UPDATE generations g SET state = 'running', started_at = ${at}, provider_id = NULL,
          attempt = CASE WHEN before.state = 'running' THEN before.attempt + 1 ELSE before.attempt END
        FROM before WHERE g.user_id = before.user_id AND g.id = before.id`);
      return count > 0;
    },
    async requestStop(id) {
      return (
        (await tx.count(sql`UPDATE generations g SET stop_requested = true
          WHERE ${me} AND g.id = ${id}::uuid AND g.state IN ('queued', 'running')`)) > 0
      );
    },
    async readText(id) {
      const [row] = await tx.rows<{
        text: string;
      }>(sql`SELECT coalesce(string_agg(text, '' ORDER BY "offset"), '') AS text
        FROM generation_parts WHERE user_id = ${userId}::uuid AND generation_id = ${id}::uuid`);
      return row?.text ?? "";
    },
    async readOn(id, offset) {
      // One statement, so that the parts are never seen gone while the answer is still seen running. The last part that
      // begins at or before the offset may reach past it, and tells how much there is when none does.
      const rows = await tx.rows<ProgressRow>(sql`
        SELECT g.state, g.message_id AS "messageId", p."offset", p.text FROM generations g
        LEFT JOIN generation_parts p ON p.user_id = g.user_id AND p.generation_id = g.id AND p."offset" >= coalesce((
          SELECT max(before."offset") FROM generation_parts before
          WHERE before.user_id = ${userId}::uuid AND before.generation_id = ${id}::uuid AND before."offset" <= ${offset}::int), 0)
        WHERE ${me} AND g.id = ${id}::uuid ORDER BY p."offset"`);
      const [first] = rows;
      if (!first) return null;
      const { state, messageId } = first;
      const from = first.offset ?? 0;
      const read = rows.map(({ text }) => text ?? "").join("");
      return {
        isRunning: state === "queued" || state === "running",
        messageId,
        text: read.slice(Math.max(0, offset - from)),
        end: from + read.length,
      };
    },
    async finish(id, owner, end) {
      const {
        state,
        model,
        providerId,
        promptTokens,
        completionTokens,
        costUsd,
        costState,
        firstTokenMs,
        totalMs,
        finishReason,
        failure,
        at,
        text,
        hasParts,
        event,
      } = end;
      const status = state === "done" ? "complete" : state;
      // By subqueries and not by joins, so that each row is found by its key, however little is known about the tables.
      const ending = tx.rows<MessageRow>(sql`
        WITH ended AS (
          UPDATE generations g SET state = ${state}, model = ${model}, provider_id = coalesce(${providerId}, g.provider_id)
          WHERE ${owned(id, owner)}
          RETURNING g.attempt, g.message_id, g.conversation_id, g.provider_id
        ), response AS (
          INSERT INTO ai_responses (user_id, generation_id, attempt, message_id, conversation_id, model, state, provider_id, prompt_tokens,
            completion_tokens, cost_usd, cost_state, first_token_ms, total_ms, finish_reason, failure_reason, next_try_at, ended_at)
          SELECT ${userId}::uuid, ${id}::uuid, attempt, message_id, conversation_id, ${model}, ${state}, provider_id, ${promptTokens}::int,
            ${completionTokens}::int, ${costUsd}::numeric, ${costState}, ${firstTokenMs}::int, ${totalMs}::int, ${finishReason}, ${failure?.reason ?? null},
            CASE WHEN ${costState} = 'pending' THEN procode_now() ELSE ${at}::timestamptz END, ${at}
          FROM ended
        ), answer AS (
          UPDATE messages SET status = ${status}, text = ${text}, failure_reason = ${failure?.reason ?? null},
            failure_retry_seconds = ${failure?.retryAfterSeconds ?? null}, model = ${model}, prompt_tokens = ${promptTokens}, completion_tokens = ${completionTokens},
            cost_usd = ${costUsd}::numeric, cost_state = ${costState}, first_token_ms = ${firstTokenMs}, total_ms = ${totalMs}, finish_reason = ${finishReason}
          WHERE user_id = ${userId}::uuid AND id = (SELECT message_id FROM ended) RETURNING ${MESSAGE_COLUMNS}
        ), conversation AS (
          UPDATE conversations c SET cost_usd = c.cost_usd + ${costUsd}::numeric
          WHERE ${costUsd}::numeric IS NOT NULL AND c.user_id = ${userId}::uuid AND c.id = (SELECT conversation_id FROM ended) RETURNING 1
        ), ${appendingEvent(tx, userId, event, sql`EXISTS (SELECT FROM answer) AND (SELECT count(*) FROM conversation) >= 0`)}
        SELECT answer.* FROM answer, event`);
      // Its own statement, so that it also sees parts that were being written while the one above waited for its row.
      const dropping =
        hasParts &&
        tx.count(sql`
          DELETE FROM generation_parts p USING generations g WHERE p.user_id = ${userId}::uuid AND p.generation_id = ${id}::uuid
            AND g.user_id = p.user_id AND g.id = p.generation_id AND g.state NOT IN ('queued', 'running')`);
      const [[row]] = await Promise.all([ending, dropping]);
      if (!row) return null;
      tx.tell(userId, event.type);
      return asMessage(row);
    },
  };
}
