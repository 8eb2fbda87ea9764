import type { Usage } from "@procode/contracts";
import type { ResponseRepository, SpendLedger } from "@procode/core";
import { sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

const COST = sql`trim_scale(coalesce(sum(cost_usd), 0))::text`;

export function prismaResponses(tx: Transaction, userId: string): ResponseRepository {
  const me = sql`user_id = ${userId}::uuid`;
  return {
    async usage({ since, now }) {
      const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
      const [sums] = await tx.rows<Omit<Usage, "byModel">>(sql`
        SELECT count(*)::int AS answers, coalesce(sum(prompt_tokens), 0)::int AS "promptTokens",
          coalesce(sum(completion_tokens), 0)::int AS "completionTokens", ${COST} AS "costUsd",
          (SELECT ${COST} FROM ai_responses WHERE ${me} AND ended_at >= ${day}) AS "todayUsd",
          (SELECT ${COST} FROM ai_responses WHERE ${me} AND ended_at >= ${month}) AS "monthUsd",
          (count(*) FILTER (WHERE cost_state = 'unknown'))::int AS "costUnknown"
        FROM ai_responses WHERE ${me} AND ended_at >= ${since}`);
      if (!sums) throw new Error("A sum without groups returned no row.");
      const byModel = await tx.rows<Usage["byModel"][number]>(sql`
        SELECT model, count(*)::int AS answers, ${COST} AS "costUsd" FROM ai_responses
        WHERE ${me} AND ended_at >= ${since} GROUP BY model ORDER BY coalesce(sum(cost_usd), 0) DESC, model`);
      return { ...sums, byModel };
    },
    async record({ generationId, dueInSeconds, at, ...call }) {
      await tx.count(sql`
        INSERT INTO ai_responses AS r (user_id, generation_id, attempt, model, state, provider_id, prompt_tokens, completion_tokens,
          cost_usd, cost_state, first_token_ms, total_ms, finish_reason, failure_reason, next_try_at, ended_at)
        VALUES (${userId}::uuid, ${generationId}::uuid, 1, ${call.model}, ${call.state}, ${call.providerId}, ${call.promptTokens},
          ${call.completionTokens}, ${call.costUsd}::numeric, ${call.costState}, ${call.firstTokenMs}, ${call.totalMs}, ${call.finishReason},
          ${call.failure?.reason ?? null}, procode_now() + make_interval(secs => ${dueInSeconds}), ${at})
        ON CONFLICT (user_id, generation_id, attempt) DO UPDATE SET model = excluded.model, state = excluded.state,
          provider_id = excluded.provider_id, prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens,
          cost_usd = excluded.cost_usd, cost_state = excluded.cost_state, first_token_ms = excluded.first_token_ms,
          total_ms = excluded.total_ms, finish_reason = excluded.finish_reason, failure_reason = excluded.failure_reason,
          next_try_at = excluded.next_try_at, ended_at = excluded.ended_at
        WHERE r.cost_state <> 'reported'`);
    },
    async settle(generationId, { promptTokens, completionTokens, costUsd }) {
      await tx.count(sql`
        WITH settled AS (
          UPDATE ai_responses SET prompt_tokens = coalesce(${promptTokens}, prompt_tokens),
            completion_tokens = coalesce(${completionTokens}, completion_tokens), cost_usd = ${costUsd}::numeric,
            cost_state = CASE WHEN ${costUsd}::numeric IS NULL THEN 'unknown' ELSE 'reported' END
          WHERE ${me} AND generation_id = ${generationId}::uuid AND cost_state = 'pending' RETURNING *
        ), receipt AS (
          UPDATE messages m SET prompt_tokens = s.prompt_tokens, completion_tokens = s.completion_tokens, cost_usd = s.cost_usd, cost_state = s.cost_state
          FROM settled s WHERE m.user_id = s.user_id AND m.id = s.message_id AND m.cost_state IS NOT NULL
        )
        UPDATE conversations c SET cost_usd = c.cost_usd + s.cost_usd
        FROM settled s WHERE s.cost_usd IS NOT NULL AND c.user_id = s.user_id AND c.id = s.conversation_id`);
    },
  };
}

export function prismaSpend(tx: Transaction): SpendLedger {
  return {
    async since(since) {
      const [row] = await tx.rows<{ usd: string }>(
        sql`SELECT ${COST} AS usd FROM ai_responses WHERE ended_at >= ${since}`,
      );
      return row?.usd ?? "0";
    },
  };
}
