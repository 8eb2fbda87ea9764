import type { DomainEvent, DomainEventBody } from "@procode/contracts";

/** The outbox of the person, in the same transaction as the change it tells of. */
export interface EventRepository {
  /** Gives the event the person's next sequence number. Locks the counter: append last, just before the end of the transaction. */
  append(event: DomainEventBody): Promise<void>;
  listAfter(sequence: bigint, limit: number): Promise<DomainEvent[]>;
}
