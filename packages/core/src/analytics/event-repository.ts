import type { DomainEvent, DomainEventBody } from "@procode/contracts";

/** The outbox of the person, in the same transaction as the change it tells of. */
export interface EventRepository {
  /** Gives the event the person's next sequence number. Locks the counter: append last, just before the end of the transaction. */
  append(event: DomainEventBody): Promise<void>;
  /** The oldest number that is kept and the newest one; `first` is one more than `last` when there is none. */
  bounds(): Promise<{ first: bigint; last: bigint }>;
  listAfter(sequence: bigint, limit: number): Promise<DomainEvent[]>;
}
