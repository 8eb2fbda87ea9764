import type { ProactiveDesk, ProactiveEnd, ProactiveOutcome, ProactiveOwner, ProactiveSettled } from "@procode/core";
import { NOTHING, sql, whole } from "../sql.ts";
import type { Transaction } from "../transaction.ts";
import { SETTLED_COLUMNS } from "./proactive-rows.ts";
import { prismaProactiveSets } from "./proactive-sets.ts";

const OWNER = sql`m.user_id AS "userId", m.id, m.worker_id AS "workerId", m.fence`;

export function prismaProactiveDesk(tx: Transaction): ProactiveDesk {
  return {
    ...prismaProactiveSets(tx),
    // By where a row lies, which holds still once it is locked: nothing is looked up twice.
    claim: ({ workerId, leaseSeconds, aloneAfter, limit, userId, reason }) =>
      tx.rows<ProactiveOwner>(sql`
        WITH clock AS MATERIALIZED (SELECT procode_now() AS now), due AS (
          SELECT ctid AS spot, id, claims, next_try_at FROM proactive_messages
          WHERE state = 'scheduled' AND next_try_at <= (SELECT now FROM clock) AND expires_at > (SELECT now FROM clock)
            ${userId === null ? NOTHING : sql`AND user_id = ${userId}::uuid`}
          ORDER BY next_try_at LIMIT ${whole(limit)} FOR UPDATE SKIP LOCKED
        ), placed AS (
          SELECT *, row_number() OVER line AS place, first_value(claims) OVER line AS first_claims FROM due WINDOW line AS (ORDER BY next_try_at, id)
        )
        UPDATE proactive_messages m SET state = 'claimed', reason = ${reason}, worker_id = ${workerId}, fence = m.fence + 1,
          claims = m.claims + 1, moves = m.moves + 1, lease_until = (SELECT now FROM clock) + make_interval(secs => ${leaseSeconds}::float8)
        FROM placed WHERE m.ctid = placed.spot
          AND CASE WHEN first_claims >= ${aloneAfter} THEN place = 1 ELSE placed.claims < ${aloneAfter} END RETURNING ${OWNER}, m.trace`),
    async release(owners, reason) {
      const column = <Value>(pick: (owner: ProactiveOwner) => Value) => owners.map(pick);
      // In one order for everybody, so that none waits for another in a ring.
      return tx.count(sql`
        WITH theirs AS (
          SELECT m.user_id, m.id FROM proactive_messages m
          JOIN unnest(${column(({ userId }) => userId)}::uuid[], ${column(({ id }) => id)}::uuid[], ${column(({ workerId }) => workerId)}::text[],
            ${column(({ fence }) => fence)}::int[]) AS owner (user_id, id, worker_id, fence) USING (user_id, id)
          WHERE m.worker_id = owner.worker_id AND m.fence = owner.fence AND m.state = 'claimed' ORDER BY m.user_id, m.id FOR UPDATE OF m
        )
        UPDATE proactive_messages m SET state = 'scheduled', reason = ${reason}, lease_until = NULL, claims = m.claims - 1
        FROM theirs WHERE m.user_id = theirs.user_id AND m.id = theirs.id`);
    },
    expire: (limit, reason) =>
      tx.rows<ProactiveSettled>(sql`
        WITH past AS (
          SELECT user_id, id FROM proactive_messages WHERE state IN ('candidate', 'scheduled') AND expires_at <= (SELECT procode_now())
          ORDER BY expires_at LIMIT ${limit} FOR UPDATE SKIP LOCKED
        )
        UPDATE proactive_messages m SET state = 'expired', reason = ${reason} FROM past
        WHERE m.user_id = past.user_id AND m.id = past.id RETURNING ${SETTLED_COLUMNS}`),
    async recover({ limit, mostClaims, reasons }) {
      // The state stands in the text: a parameter would hide the partial index from a generic plan.
      const lapsed = (isIn: ReturnType<typeof sql>) => sql`
        SELECT user_id, id FROM proactive_messages WHERE ${isIn} AND lease_until <= (SELECT procode_now())
        ORDER BY lease_until LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
      const released = await tx.rows<ProactiveSettled>(sql`
        WITH lapsed AS (${lapsed(sql`state = 'claimed'`)})
        UPDATE proactive_messages m SET lease_until = NULL, state = CASE WHEN m.claims >= ${mostClaims} THEN 'dead' ELSE 'scheduled' END,
          reason = CASE WHEN m.claims >= ${mostClaims} THEN ${reasons.dead} ELSE ${reasons.again} END
        FROM lapsed WHERE m.user_id = lapsed.user_id AND m.id = lapsed.id RETURNING ${SETTLED_COLUMNS}`);
      const lost = await tx.rows<ProactiveSettled & { attempts: number }>(sql`
        WITH lapsed AS (${lapsed(sql`state = 'sending'`)})
        UPDATE proactive_messages m SET lease_until = NULL, state = 'uncertain', reason = ${reasons.uncertain}, taken_at = procode_now()
        FROM lapsed WHERE m.user_id = lapsed.user_id AND m.id = lapsed.id RETURNING ${SETTLED_COLUMNS}, m.attempts`);
      for (const { attempts, ...row } of lost) {
        await endAttempt(
          tx,
          { ...row, attempts },
          { state: "uncertain", errorClass: "lost", reason: reasons.uncertain },
        );
        released.push(row);
      }
      return released;
    },
    async settle(owner, end) {
      const taken = end.state === "failed" ? NOTHING : sql`, taken_at = procode_now()`;
      const sentAs = end.state === "sent" ? sql`, telegram_message_id = ${end.telegramMessageId}::bigint` : NOTHING;
      const [settled] = await tx.rows<ProactiveSettled & { attempts: number }>(sql`
        UPDATE proactive_messages m SET state = ${end.state}, reason = ${end.reason}, lease_until = NULL ${taken} ${sentAs}
        WHERE ${isOf(owner)} AND m.worker_id = ${owner.workerId} AND m.fence = ${owner.fence} AND m.state = 'sending'
        RETURNING ${SETTLED_COLUMNS}, m.attempts`);
      if (!settled) return null;
      const { attempts, ...row } = settled;
      await endAttempt(tx, settled, end);
      if (end.state !== "failed") return row;
      const next = end.afterSeconds === null ? "dead" : "scheduled";
      const [moved] = await tx.rows<ProactiveSettled>(sql`
        UPDATE proactive_messages m SET state = ${next}, claims = 0, next_try_at = procode_now() + make_interval(secs => ${end.afterSeconds ?? 0}::float8)
        WHERE ${isOf(owner)} RETURNING ${SETTLED_COLUMNS}`);
      return moved ?? row;
    },
    cancelUnreachable: (userId, reason) =>
      tx.count(sql`UPDATE proactive_messages m SET state = 'cancelled', reason = ${reason}, lease_until = NULL
        FROM proactive_settings s WHERE s.user_id = ${userId}::uuid AND m.user_id = s.user_id AND s.channels <@ ARRAY['telegram']
          AND m.state IN ('candidate', 'scheduled', 'claimed')`),
    listOutcomes: (limit) =>
      tx.rows<ProactiveOutcome>(sql`
        SELECT ${OWNER}, m.attempts, coalesce(s.state, 'lost') AS state, s.telegram_message_id::float8 AS "telegramMessageId", s.reason
        FROM proactive_messages m LEFT JOIN telegram_sends s ON s.dedupe_key = 'proactive:' || m.id || ':' || m.attempts
        WHERE m.state = 'sending' AND m.lease_until IS NULL AND (s.id IS NULL OR s.state NOT IN ('queued', 'sending'))
        LIMIT ${limit}`),
  };
}

const isOf = ({ userId, id }: { userId: string; id: string }) =>
  sql`m.user_id = ${userId}::uuid AND m.id = ${id}::uuid`;

async function endAttempt(
  tx: Transaction,
  { userId, id, attempts }: { userId: string; id: string; attempts: number },
  end: ProactiveEnd,
) {
  const [errorClass, reason] = end.state === "sent" ? [null, null] : [end.errorClass, end.reason];
  await tx.count(sql`UPDATE proactive_attempts SET outcome = ${end.state}, error_class = ${errorClass}, reason = ${reason}, ended_at = procode_now()
    WHERE user_id = ${userId}::uuid AND proactive_id = ${id}::uuid AND attempt = ${attempts}`);
}
