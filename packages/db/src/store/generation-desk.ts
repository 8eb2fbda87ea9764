import type { GenerationDesk, OrphanedGeneration, OwnGeneration, StoredPart, UnsettledGeneration } from "@procode/core";
import { GENERATION_COLUMNS } from "./generations.ts";
import { sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

export function prismaGenerationDesk(tx: Transaction): GenerationDesk {
  return {
    async appendParts(parts) {
      if (parts.length === 0) return [];
      const column = <Value>(pick: (part: StoredPart) => Value) => parts.map(pick);
      // The row lock holds off a change of owner until these parts are in; who is locked by another is left for the next
      // round. A part that was written before, by a call whose answer was lost, comes again longer.
      const stored = await tx.rows<{ id: string }>(sql`
        WITH part AS (
          SELECT * FROM unnest(${column((part) => part.userId)}::uuid[], ${column((part) => part.generationId)}::uuid[],
            ${column((part) => part.owner.workerId)}::text[], ${column((part) => part.owner.fence)}::int[],
            ${column((part) => part.offset)}::int[], ${column((part) => part.text)}::text[], ${column((part) => part.providerId)}::text[])
            AS part (user_id, generation_id, worker_id, fence, "offset", text, provider_id)
        ), owned AS (
          SELECT g.user_id, g.id, g.provider_id, g.worker_id, g.fence FROM generations g
          WHERE g.state = 'running' AND (g.user_id, g.id, g.worker_id, g.fence) IN (SELECT user_id, generation_id, worker_id, fence FROM part)
          ORDER BY g.user_id, g.id FOR SHARE OF g SKIP LOCKED
        ), named AS (
          UPDATE generations g SET provider_id = part.provider_id FROM owned JOIN part ON part.user_id = owned.user_id AND part.generation_id = owned.id
          WHERE g.user_id = owned.user_id AND g.id = owned.id AND owned.provider_id IS NULL AND part.provider_id IS NOT NULL
        ), stored AS (
        INSERT INTO generation_parts AS stored (user_id, generation_id, "offset", text)
        SELECT part.user_id, part.generation_id, part."offset", part.text FROM part
        JOIN owned ON owned.user_id = part.user_id AND owned.id = part.generation_id AND owned.worker_id = part.worker_id AND owned.fence = part.fence
        ON CONFLICT (user_id, generation_id, "offset") DO UPDATE SET text = excluded.text WHERE length(excluded.text) > length(stored.text)
        )
        SELECT id FROM owned`);
      return stored.map(({ id }) => id);
    },
    async heartbeat(workerId, leaseSeconds) {
      const [row] = await tx.rows<{ own: OwnGeneration[]; lapsed: boolean }>(sql`
        WITH before AS (
          SELECT lease_until <= procode_now() AS lapsed FROM workers WHERE id = ${workerId}
        ), beat AS (
          INSERT INTO workers (id, lease_until) VALUES (${workerId}, procode_now() + make_interval(secs => ${leaseSeconds}))
          ON CONFLICT (id) DO UPDATE SET lease_until = excluded.lease_until
        )
        SELECT coalesce((SELECT lapsed FROM before), false) AS lapsed, coalesce((
          SELECT json_agg(json_build_object('id', id, 'fence', fence, 'stopRequested', stop_requested)) FROM generations
          WHERE worker_id = ${workerId} AND state IN ('queued', 'running')), '[]') AS own`);
      return row ?? { own: [], lapsed: false };
    },
    async leave(workerId) {
      await tx.count(sql`DELETE FROM workers WHERE id = ${workerId}`);
    },
    async claimOrphans({ workerId, knows, at }, limit) {
      await tx.count(sql`DELETE FROM workers WHERE lease_until < (SELECT procode_now()) - interval '1 day'`);
      return tx.rows<OrphanedGeneration>(sql`
        WITH orphan AS (
          SELECT g.user_id, g.id, g.worker_id = ${workerId} AS is_own FROM generations g
          WHERE g.state IN ('queued', 'running') AND CASE WHEN g.worker_id = ${workerId}
            THEN g.created_at < ${at} AND g.id <> ALL (${[...knows]}::uuid[])
            ELSE NOT EXISTS (SELECT FROM workers w WHERE w.id = g.worker_id AND w.lease_until > (SELECT procode_now())) END
            AND NOT EXISTS (SELECT FROM workers me WHERE me.id = ${workerId} AND me.lease_until <= (SELECT procode_now()))
          ORDER BY g.id LIMIT ${limit} FOR UPDATE OF g SKIP LOCKED
        )
        UPDATE generations g SET worker_id = ${workerId}, fence = g.fence + 1
        FROM orphan WHERE g.user_id = orphan.user_id AND g.id = orphan.id
        RETURNING g.user_id AS "userId", orphan.is_own AS "isOwn", ${GENERATION_COLUMNS}`);
    },
    claimUnsettled: (limit) =>
      tx.rows<UnsettledGeneration>(sql`
        WITH due AS (
          SELECT user_id, generation_id, attempt FROM ai_responses
          WHERE cost_state = 'pending' AND next_try_at <= (SELECT procode_now())
          ORDER BY next_try_at LIMIT ${limit} FOR UPDATE SKIP LOCKED
        )
        UPDATE ai_responses r SET tries = r.tries + 1, next_try_at = procode_now() + make_interval(secs => least(2 ^ (r.tries + 1), 3600))
        FROM due WHERE r.user_id = due.user_id AND r.generation_id = due.generation_id AND r.attempt = due.attempt
        RETURNING r.user_id AS "userId", r.generation_id AS "generationId", r.message_id AS "messageId",
          r.provider_id AS "providerId", r.attempt, r.ended_at AS "endedAt", r.tries`),
  };
}
