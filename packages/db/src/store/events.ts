import { type DomainEvent, DomainEventBody } from "@procode/contracts";
import { type EventRepository, notFound } from "@procode/core";
import { type Sql, sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

export type EventRow = { sequence: string; id: string; type: string; payload: unknown; createdAt: Date };

export const EVENT_COLUMNS = sql`sequence, id, type, payload, created_at AS "createdAt"`;

/** The CTEs that append an event where `holds`, which is looked at before the person's counter is locked. */
export const appendingEvent = (
  tx: Transaction,
  userId: string,
  { type, payload }: DomainEventBody,
  holds: Sql,
) => sql`counter AS (
    UPDATE event_counters SET last = last + 1 WHERE user_id = ${userId}::uuid AND ${holds} RETURNING last
  ), event AS (
    INSERT INTO domain_events (user_id, sequence, id, type, payload, created_at)
    SELECT ${userId}::uuid, last, ${tx.nextId()}::uuid, ${type}, ${JSON.stringify(payload)}::jsonb, ${tx.now()} FROM counter
    RETURNING 1
  )`;

export function prismaEvents(tx: Transaction, userId: string): EventRepository {
  return {
    async append(event) {
      const count = await tx.count(sql`WITH ${appendingEvent(tx, userId, event, sql`true`)} SELECT FROM event`);
      if (count === 0) throw notFound("account");
      tx.tell(userId, event.type);
    },
    async bounds() {
      const [row] = await tx.rows<{ first: string; last: string }>(sql`
        SELECT last, coalesce((SELECT sequence FROM domain_events WHERE user_id = ${userId}::uuid ORDER BY sequence LIMIT 1), last + 1) AS first
        FROM event_counters WHERE user_id = ${userId}::uuid`);
      if (!row) throw notFound("account");
      return { first: BigInt(row.first), last: BigInt(row.last) };
    },
    async listAfter(sequence, limit) {
      const rows = await tx.rows<EventRow>(sql`SELECT ${EVENT_COLUMNS} FROM domain_events
        WHERE user_id = ${userId}::uuid AND sequence > ${sequence}::bigint ORDER BY sequence LIMIT ${limit}`);
      return rows.map((row) => readEvent(userId, row));
    },
  };
}

export function readEvent(userId: string, { sequence, id, type, payload, createdAt }: EventRow): DomainEvent {
  return {
    ...DomainEventBody.parse({ type, payload }),
    ...{ id, userId, sequence: BigInt(sequence), createdAt },
  };
}
