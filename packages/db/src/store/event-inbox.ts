import type { EventCursor, EventInbox } from "@procode/core";
import { EVENT_COLUMNS, type EventRow, readEvent } from "./events.ts";
import { sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

type CursorRow = { consumer: string; passed: string; stuckAt: string | null; tries: number; until: string | null };

/** What becomes of a cursor's failure when it moves on to `sequence`. */
const passTo = (sequence: ReturnType<typeof sql>) => sql`passed = ${sequence},
  stuck_at = CASE WHEN k.stuck_at > ${sequence} THEN k.stuck_at END, tries = CASE WHEN k.stuck_at > ${sequence} THEN k.tries ELSE 0 END,
  next_try_at = CASE WHEN k.stuck_at > ${sequence} THEN k.next_try_at END, reason = CASE WHEN k.stuck_at > ${sequence} THEN k.reason END`;

export function prismaEventInbox(tx: Transaction, userId: string): EventInbox {
  const me = sql`k.user_id = ${userId}::uuid`;
  return {
    async take(consumers, limit) {
      // In one go. The second statement begins when the first one has its locks, so it sees all that whoever held them did.
      const [cursors, events] = await Promise.all([
        tx.rows<CursorRow>(sql`
          WITH held AS (
            SELECT k.consumer, k.passed, k.stuck_at AS "stuckAt", k.tries,
              CASE WHEN k.next_try_at > (SELECT procode_now()) THEN k.stuck_at - 1 ELSE k.stuck_at END AS until
            FROM event_cursors k WHERE ${me} AND k.consumer = ANY (${consumers}::text[])
              AND (k.lease_until IS NULL OR k.lease_until <= (SELECT procode_now()))
            FOR UPDATE SKIP LOCKED
          ), made AS (
            INSERT INTO event_cursors AS made (user_id, consumer)
            SELECT ${userId}::uuid, asked FROM unnest(${consumers}::text[]) AS asked
            WHERE NOT EXISTS (SELECT FROM event_cursors k WHERE ${me} AND k.consumer = asked)
            ON CONFLICT DO NOTHING RETURNING consumer, passed
          )
          SELECT * FROM held UNION ALL SELECT consumer, passed, NULL, 0, NULL FROM made`),
        tx.rows<EventRow & { trace: string | null }>(sql`
          SELECT ${EVENT_COLUMNS}, trace FROM domain_events WHERE user_id = ${userId}::uuid AND sequence > coalesce((
            SELECT min(k.passed) FROM event_cursors k WHERE ${me} AND k.consumer = ANY (${consumers}::text[])
              AND (k.stuck_at IS NULL OR k.stuck_at > k.passed + 1 OR k.next_try_at <= (SELECT procode_now()))
          ), 9223372036854775807) ORDER BY sequence LIMIT ${limit}`),
      ]);
      return {
        cursors: cursors.map(readCursor),
        events: events.map((row) => ({ ...readEvent(userId, row), trace: row.trace })),
      };
    },
    async pass(marks) {
      const column = <Value>(pick: (mark: (typeof marks)[number]) => Value) => marks.map(pick);
      await tx.count(sql`
        UPDATE event_cursors k SET ${passTo(sql`mark.sequence`)}
        FROM unnest(${column(({ consumer }) => consumer)}::text[], ${column(({ sequence }) => String(sequence))}::bigint[]) AS mark (consumer, sequence)
        WHERE ${me} AND k.consumer = mark.consumer`);
    },
    async fail({ consumer, sequence, reason, mostTries, fence }) {
      // The first take of all was rolled back, and its cursor with it.
      const [row] = await tx.rows<{ tries: number }>(sql`
        INSERT INTO event_cursors AS k (user_id, consumer, stuck_at, tries, next_try_at, reason)
        VALUES (${userId}::uuid, ${consumer}, ${sequence}::bigint, 1, procode_now() + interval '2 seconds', ${reason})
        ON CONFLICT (user_id, consumer) DO UPDATE SET stuck_at = excluded.stuck_at, reason = excluded.reason,
          tries = CASE WHEN k.stuck_at = excluded.stuck_at THEN k.tries + 1 ELSE 1 END,
          next_try_at = CASE WHEN k.stuck_at = excluded.stuck_at AND k.tries + 1 >= ${mostTries}::int THEN procode_now() - interval '1 second'
            ELSE procode_now() + make_interval(secs => least(2 ^ CASE WHEN k.stuck_at = excluded.stuck_at THEN k.tries + 1 ELSE 1 END, 300)) END,
          lease_until = CASE WHEN k.fence = ${fence}::int THEN NULL ELSE k.lease_until END
        WHERE k.passed < excluded.stuck_at
        RETURNING k.tries`);
      return row?.tries ?? 0;
    },
    async bury({ consumer, sequence, event, tries }) {
      await tx.count(sql`
        INSERT INTO dead_events (user_id, consumer, sequence, event_id, type, tries, reason, given_up_at)
        SELECT k.user_id, k.consumer, ${sequence}::bigint, ${event.id}::uuid, ${event.type}, ${tries}, coalesce(k.reason, ''), procode_now()
        FROM event_cursors k WHERE ${me} AND k.consumer = ${consumer}
        ON CONFLICT DO NOTHING`);
    },
    async lease(consumer, seconds) {
      const [row] = await tx.rows<{ fence: number }>(sql`
        UPDATE event_cursors k SET fence = k.fence + 1, lease_until = procode_now() + make_interval(secs => ${seconds}::float8)
        WHERE ${me} AND k.consumer = ${consumer} RETURNING k.fence`);
      if (!row) throw new Error("A cursor was leased that nobody took.");
      return row.fence;
    },
    async passLeased({ consumer, sequence }, fence, isOver) {
      const moved = await tx.count(sql`
        UPDATE event_cursors k SET ${passTo(sql`${sequence}::bigint`)}, lease_until = CASE WHEN ${isOver}::boolean THEN NULL ELSE k.lease_until END
        WHERE ${me} AND k.consumer = ${consumer} AND k.fence = ${fence}`);
      return moved > 0;
    },
  };
}

const numberOrNull = (value: string | null): bigint | null => (value === null ? null : BigInt(value));

const readCursor = ({ passed, stuckAt, until, ...row }: CursorRow): EventCursor => ({
  ...row,
  passed: BigInt(passed),
  stuckAt: numberOrNull(stuckAt),
  until: numberOrNull(until),
});
