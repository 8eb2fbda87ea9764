import type { Usage } from "@procode/contracts";
import type { ResponseRepository, SpendLedger } from "@procode/core";
import { sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

const COST = sql`trim_scale(coalesce(sum(cost_usd), 0))::text`;

export function prismaResponses(tx: Transaction, userId: string): ResponseRepository {
  const me = sql`user_id = ${userId}::uuid`;
  return {
    async usage({ since, now }) {
      const day = midnight(now);
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
      // The day in which `since` lies is not whole, so its responses count one by one.
      const whole = midnight(since) < since ? new Date(midnight(since).getTime() + DAY_MS) : since;
      // One statement: a response goes from the tail into its day at any moment, and must be seen in one of them.
      const sums = await tx.rows<Omit<Usage, "byModel"> & { model: string | null }>(sql`
        WITH part AS (
          SELECT model, 1 AS answers, prompt_tokens, completion_tokens, cost_usd, (cost_state = 'unknown')::int AS unknown,
            ended_at >= ${since} AS asked, ended_at >= ${day} AS today, ended_at >= ${month} AS this_month
          FROM ai_responses WHERE ${me} AND NOT rolled_up AND ended_at >= least(${since}::timestamptz, ${month}::timestamptz)
          UNION ALL
          SELECT model, 1, prompt_tokens, completion_tokens, cost_usd, 0, true, false, false
          FROM ai_responses WHERE ${me} AND rolled_up AND ended_at >= ${since} AND ended_at < ${whole}
          UNION ALL
          SELECT model, answers, prompt_tokens, completion_tokens, cost_usd, 0,
            day >= ${dateOf(whole)}::date, day >= ${dateOf(day)}::date, day >= ${dateOf(month)}::date
          FROM usage_days WHERE ${me} AND day >= least(${dateOf(whole)}::date, ${dateOf(month)}::date)
        )
        SELECT model, coalesce(sum(answers) FILTER (WHERE asked), 0)::int AS answers,
          coalesce(sum(prompt_tokens) FILTER (WHERE asked), 0)::int AS "promptTokens",
          coalesce(sum(completion_tokens) FILTER (WHERE asked), 0)::int AS "completionTokens",
          ${costWhere(sql`asked`)} AS "costUsd", ${costWhere(sql`today`)} AS "todayUsd", ${costWhere(sql`this_month`)} AS "monthUsd",
          coalesce(sum(unknown) FILTER (WHERE asked), 0)::int AS "costUnknown"
        FROM part GROUP BY ROLLUP (model) ORDER BY coalesce(sum(cost_usd) FILTER (WHERE asked), 0) DESC, model`);
      const all = sums.find(({ model }) => model === null);
      if (!all) throw new Error("A sum of everything returned no row.");
      const { model: _, ...total } = all;
      const byModel = sums.flatMap(({ model, answers, costUsd }) =>
        model !== null && answers > 0 ? [{ model, answers, costUsd }] : [],
      );
      return { ...total, byModel };
    },
    async rollUp() {
      // Only what is reported never changes any more: an unknown cost may still be told.
      await tx.count(sql`
        WITH moved AS (
          UPDATE ai_responses SET rolled_up = true WHERE ${me} AND ctid = ANY (ARRAY(
            SELECT ctid FROM ai_responses WHERE ${me} AND NOT rolled_up AND cost_state = 'reported'
            ORDER BY ended_at LIMIT 500 FOR UPDATE SKIP LOCKED
          )) RETURNING *
        )
        INSERT INTO usage_days AS d (user_id, day, model, channel, answers, prompt_tokens, completion_tokens, cost_usd,
          first_token_ms, first_tokens, total_ms, totals)
        SELECT moved.user_id, (moved.ended_at AT TIME ZONE 'UTC')::date AS day, moved.model, coalesce(m.channel, 'api') AS channel, count(*),
          coalesce(sum(moved.prompt_tokens), 0), coalesce(sum(moved.completion_tokens), 0), coalesce(sum(moved.cost_usd), 0),
          coalesce(sum(moved.first_token_ms), 0), count(moved.first_token_ms), coalesce(sum(moved.total_ms), 0), count(moved.total_ms)
        FROM moved LEFT JOIN messages m ON m.user_id = ${userId}::uuid AND m.id = moved.message_id
        GROUP BY moved.user_id, 2, moved.model, 4
        ON CONFLICT (user_id, day, model, channel) DO UPDATE SET answers = d.answers + excluded.answers,
          prompt_tokens = d.prompt_tokens + excluded.prompt_tokens, completion_tokens = d.completion_tokens + excluded.completion_tokens,
          cost_usd = d.cost_usd + excluded.cost_usd, first_token_ms = d.first_token_ms + excluded.first_token_ms,
          first_tokens = d.first_tokens + excluded.first_tokens, total_ms = d.total_ms + excluded.total_ms, totals = d.totals + excluded.totals`);
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

const DAY_MS = 86_400_000;
const midnight = (at: Date): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()));
const dateOf = (midnightUtc: Date): string => midnightUtc.toISOString().slice(0, 10);
const costWhere = (condition: ReturnType<typeof sql>) =>
  sql`trim_scale(coalesce(sum(cost_usd) FILTER (WHERE ${condition}), 0))::text`;

export function prismaSpend(tx: Transaction): SpendLedger {
  return {
    async since(since) {
      const [row] = await tx.rows<{ usd: string }>(
        sql`SELECT ${COST} AS usd FROM ai_responses WHERE ended_at >= ${since}`,
      );
      return row?.usd ?? "0";
    },
    async findNotRolledUp({ before, after, limit }) {
      // From one person to the next, so that who has many such rows costs no more than who has one.
      const next = (last: ReturnType<typeof sql>) => sql`SELECT r.user_id FROM ai_responses r
        WHERE NOT r.rolled_up AND r.cost_state = 'reported' AND r.ended_at < ${before} AND r.user_id > ${last} ORDER BY r.user_id LIMIT 1`;
      const rows = await tx.rows<{ userId: string }>(sql`
        WITH RECURSIVE people AS (
          (${next(sql`${after}::uuid`)}) UNION ALL SELECT (${next(sql`people.user_id`)}) FROM people WHERE people.user_id IS NOT NULL
        )
        SELECT user_id AS "userId" FROM people WHERE user_id IS NOT NULL LIMIT ${limit}`);
      return rows.map(({ userId }) => userId);
    },
  };
}
