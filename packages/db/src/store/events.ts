import { type DomainEvent, DomainEventBody } from "@procode/contracts";
import { type EventRepository, notFound } from "@procode/core";
import { sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

type EventRow = { sequence: string; id: string; type: string; payload: unknown; createdAt: Date };

export function prismaEvents(tx: Transaction, userId: string): EventRepository {
  return {
    async append({ type, payload }) {
      const count = await tx.count(sql`
        WITH counter AS (UPDATE event_counters SET last = last + 1 WHERE user_id = ${userId}::uuid RETURNING last)
        INSERT INTO domain_events (user_id, sequence, id, type, payload, created_at)
        SELECT ${userId}::uuid, last, ${tx.nextId()}::uuid, ${type}, ${JSON.stringify(payload)}::jsonb, ${tx.now()} FROM counter`);
      if (count === 0) throw notFound("account");
    },
    async listAfter(sequence, limit) {
      const rows =
        await tx.rows<EventRow>(sql`SELECT sequence, id, type, payload, created_at AS "createdAt" FROM domain_events
        WHERE user_id = ${userId}::uuid AND sequence > ${sequence}::bigint ORDER BY sequence LIMIT ${limit}`);
      return rows.map(
        ({ sequence, id, type, payload, createdAt }): DomainEvent => ({
          ...DomainEventBody.parse({ type, payload }),
          ...{ id, userId, sequence: BigInt(sequence), createdAt },
        }),
      );
    },
  };
}
