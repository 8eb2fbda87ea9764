import type { EventDesk, PersonBehind, Want } from "@procode/core";
import { sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

/** What is read of one person at a time, so that many with much to drop make no long statement. */
const MOST_OF_ONE = 200;
const columns = (wants: readonly Want[]) =>
  sql`unnest(${wants.map(({ consumer }) => consumer)}::text[], ${wants.map(({ type }) => type)}::text[])`;

export function prismaEventDesk(tx: Transaction): EventDesk {
  // One that ends before its limit is the last.
  async function findNext(after: string, limit: number): Promise<string | null> {
    const [row] = await tx.rows<{ id: string }>(sql`
      SELECT user_id AS id FROM event_counters WHERE user_id > ${after}::uuid ORDER BY user_id OFFSET ${limit - 1} LIMIT 1`);
    return row?.id ?? null;
  }

  return {
    async findBehind({ wants, suspects, after, limit }) {
      const [people, next] = await Promise.all([
        tx.rows<PersonBehind>(sql`
          WITH want AS (SELECT consumer, array_agg(type) AS types FROM ${columns(wants)} AS want (consumer, type) GROUP BY consumer
          ), asked AS (
            (SELECT user_id, last FROM event_counters WHERE user_id > ${after}::uuid ORDER BY user_id LIMIT ${limit})
            UNION SELECT user_id, last FROM event_counters WHERE user_id = ANY (${suspects}::uuid[])
          )
          SELECT asked.user_id AS "userId", min(oldest.created_at) AS since,
            bool_or((k.lease_until IS NULL OR k.lease_until <= (SELECT procode_now()))
              AND (k.next_try_at IS NULL OR k.next_try_at <= (SELECT procode_now()) OR oldest.sequence < k.stuck_at)) AS "isDue"
          FROM asked CROSS JOIN want
          LEFT JOIN event_cursors k ON k.user_id = asked.user_id AND k.consumer = want.consumer
          CROSS JOIN LATERAL (
            SELECT e.sequence, e.created_at FROM domain_events e
            WHERE e.user_id = asked.user_id AND e.sequence > coalesce(k.passed, 0) AND e.type = ANY (want.types) ORDER BY e.sequence LIMIT 1
          ) oldest
          WHERE asked.last > coalesce(k.passed, 0)
          GROUP BY asked.user_id ORDER BY asked.user_id`),
        findNext(after, limit),
      ]);
      return { people, next };
    },
    async countDead() {
      const [row] = await tx.rows<{ count: number }>(sql`SELECT count(*)::int AS count FROM dead_events`);
      return row?.count ?? 0;
    },
    async prune({ wants, after, limit, most, keptSeconds, keptEvents }) {
      // What is dropped of a person is always the beginning, so that a reader's number tells whether it missed something.
      const isOld = (event: "first" | "e") => {
        const { sequence, createdAt } = OF[event];
        return sql`(${sequence} <= page.last - ${keptEvents}::bigint
          OR ${createdAt} < (SELECT procode_now()) - make_interval(secs => ${keptSeconds}::float8))`;
      };
      const [pruned, next] = await Promise.all([
        tx.count(sql`
          WITH want AS (SELECT * FROM ${columns(wants)} AS want (consumer, type)
          ), page AS (
            SELECT user_id, last FROM event_counters WHERE user_id > ${after}::uuid ORDER BY user_id LIMIT ${limit}
          ), beginning AS (
            SELECT e.user_id, e.sequence, bool_and(${isOld("e")} AND e.sequence < page.last AND NOT EXISTS (
              SELECT FROM want LEFT JOIN event_cursors k ON k.user_id = e.user_id AND k.consumer = want.consumer
              WHERE want.type = e.type AND coalesce(k.passed, 0) < e.sequence
            )) OVER (PARTITION BY e.user_id ORDER BY e.sequence) AS is_over
            FROM page
            CROSS JOIN LATERAL (
              SELECT d.sequence, d.created_at FROM domain_events d WHERE d.user_id = page.user_id ORDER BY d.sequence LIMIT 1
            ) first
            CROSS JOIN LATERAL (
              SELECT d.user_id, d.sequence, d.type, d.created_at FROM domain_events d WHERE d.user_id = page.user_id ORDER BY d.sequence LIMIT ${MOST_OF_ONE}
            ) e
            WHERE ${isOld("first")} AND first.sequence < page.last
          ), doomed AS (
            SELECT user_id, sequence FROM beginning WHERE is_over ORDER BY user_id, sequence LIMIT ${most}
          )
          DELETE FROM domain_events d USING doomed WHERE d.user_id = doomed.user_id AND d.sequence = doomed.sequence`),
        findNext(after, limit),
      ]);
      return { pruned, next };
    },
  };
}

const OF = {
  first: { sequence: sql`first.sequence`, createdAt: sql`first.created_at` },
  e: { sequence: sql`e.sequence`, createdAt: sql`e.created_at` },
};
