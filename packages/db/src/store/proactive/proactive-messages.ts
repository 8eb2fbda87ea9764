import {
  notFound,
  type ProactiveAttempt,
  type ProactiveMove,
  type ProactiveOwner,
  type ProactiveRepository,
  type StoredProactiveMessage,
} from "@procode/core";
import { sql } from "../sql.ts";
import type { Transaction } from "../transaction.ts";
import { MESSAGE_COLUMNS, MESSAGES } from "./proactive-rows.ts";
import { prismaProactiveWishes } from "./proactive-wishes.ts";

export function prismaProactive(tx: Transaction, userId: string): ProactiveRepository {
  const me = sql`user_id = ${userId}::uuid`;
  const one = async (condition: ReturnType<typeof sql>) =>
    (
      await tx.rows<StoredProactiveMessage>(
        sql`SELECT ${MESSAGE_COLUMNS} FROM ${MESSAGES} WHERE ${me} AND ${condition}`,
      )
    )[0] ?? null;
  const isClaimedBy = ({ id, workerId, fence }: ProactiveOwner) =>
    sql`${me} AND id = ${id}::uuid AND worker_id = ${workerId} AND fence = ${fence} AND state = 'claimed'`;

  return {
    ...prismaProactiveWishes(tx, userId),
    async append(message) {
      const { id, slot, reason, topic, rule, text, why, facts, model, generationId, confidence, loopId } = message;
      const count = await tx.count(sql`WITH plan AS (
          INSERT INTO proactive_plans (user_id, id, slot, topic, rule, text, why, facts, model, generation_id, confidence, loop_id,
            context_version, settings_version, newest_message_id, planned_at, scheduled_for)
          VALUES (${userId}::uuid, ${id}::uuid, ${slot}, ${topic}, ${rule}, ${text}, ${why}, ${JSON.stringify(facts)}::jsonb, ${model},
            ${generationId}::uuid, ${confidence}, ${loopId}::uuid, ${message.contextVersion}, ${message.settingsVersion},
            ${message.newestMessageId}::uuid, ${message.plannedAt}, ${message.scheduledFor})
          ON CONFLICT DO NOTHING RETURNING user_id, id, scheduled_for
        )
        INSERT INTO proactive_messages (user_id, id, reason, expires_at, next_try_at, trace)
        SELECT user_id, id, ${reason}, ${message.expiresAt}, scheduled_for, ${message.trace ?? null} FROM plan`);
      return count > 0;
    },
    findById: (id) => one(sql`id = ${id}::uuid`),
    findByMessage: (messageId) => one(sql`message_id = ${messageId}::uuid`),
    listSince: (since) =>
      tx.rows<StoredProactiveMessage>(sql`SELECT ${MESSAGE_COLUMNS} FROM ${MESSAGES}
        WHERE ${me} AND scheduled_for >= ${since} ORDER BY scheduled_for DESC, id DESC`),
    async move(id, to, reason) {
      const count =
        await tx.count(sql`UPDATE proactive_messages SET state = ${to}, reason = ${reason}, lease_until = NULL
        WHERE ${me} AND id = ${id}::uuid`);
      if (count === 0) throw notFound("message");
    },
    defer: async (owner, until, reason) =>
      (await tx.count(sql`WITH deferred AS (
          UPDATE proactive_messages SET state = 'scheduled', reason = ${reason}, lease_until = NULL, claims = 0, next_try_at = ${until}
          WHERE ${isClaimedBy(owner)} RETURNING user_id, id
        )
        UPDATE proactive_plans p SET scheduled_for = ${until} FROM deferred d WHERE p.user_id = d.user_id AND p.id = d.id`)) >
      0,
    suppress: async (owner, to, reason) =>
      (await tx.count(
        sql`UPDATE proactive_messages SET state = ${to}, reason = ${reason}, lease_until = NULL WHERE ${isClaimedBy(owner)}`,
      )) > 0,
    async begin(owner, { channel, conversationId, messageId }, reason) {
      const [row] = await tx.rows<{ attempts: number }>(sql`
        UPDATE proactive_messages SET state = 'sending', reason = ${reason}, attempts = attempts + 1, channel = ${channel},
          conversation_id = ${conversationId}::uuid, message_id = ${messageId}::uuid, lease_until = ${channel === "telegram" ? null : sql`lease_until`}
        WHERE ${isClaimedBy(owner)} RETURNING attempts`);
      if (!row) return null;
      await tx.count(sql`INSERT INTO proactive_attempts (user_id, proactive_id, attempt, channel, begun_at)
        VALUES (${userId}::uuid, ${owner.id}::uuid, ${row.attempts}, ${channel}, procode_now())`);
      return row.attempts;
    },
    async arrive({ id, workerId, fence }, reason) {
      const [row] = await tx.rows<{ attempts: number }>(sql`
        UPDATE proactive_messages SET state = 'sent', reason = ${reason}, lease_until = NULL, taken_at = procode_now()
        WHERE ${me} AND id = ${id}::uuid AND worker_id = ${workerId} AND fence = ${fence} AND state = 'sending' AND channel = 'web' RETURNING attempts`);
      if (!row) return false;
      await tx.count(sql`UPDATE proactive_attempts SET outcome = 'sent', ended_at = procode_now()
        WHERE ${me} AND proactive_id = ${id}::uuid AND attempt = ${row.attempts}`);
      return true;
    },
    cancelOpen: (reason) =>
      tx.count(sql`UPDATE proactive_messages SET state = 'cancelled', reason = ${reason}, lease_until = NULL
        WHERE ${me} AND state IN ('candidate', 'scheduled', 'claimed')`),
    listMoves: (id) =>
      tx.rows<ProactiveMove>(sql`SELECT number, from_state AS "from", to_state AS "to", reason
        FROM proactive_moves WHERE ${me} AND proactive_id = ${id}::uuid ORDER BY number`),
    listAttempts: (id) =>
      tx.rows<ProactiveAttempt>(sql`SELECT attempt, channel, outcome, error_class AS "errorClass", reason
        FROM proactive_attempts WHERE ${me} AND proactive_id = ${id}::uuid ORDER BY attempt`),
  };
}
