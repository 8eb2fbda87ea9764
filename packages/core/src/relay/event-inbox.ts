import type { DomainEvent } from "@procode/contracts";

export type EventCursor = {
  consumer: string;
  /** All up to this number are consumed. */
  passed: bigint;
  /**
   * Nothing after this number may be tried now: while an event waits for its next try the one before it, then the event
   * alone, so that no later failure takes its end back. Null when everything may.
   */
  until: bigint | null;
  /** The event that failed last, and how often. */
  stuckAt: bigint | null;
  tries: number;
};
/** With the trace of the stage that appended it; null where nothing was traced. */
export type TracedEvent = DomainEvent & { trace: string | null };
export type EventMark = { consumer: string; sequence: bigint };
export type FailedEvent = EventMark & {
  reason: string;
  /** The tries that an event has: after the last one it waits no more. */
  mostTries: number;
  /** The lease under which it was tried, which ends; null without one. */
  fence: number | null;
};
export type DeadEvent = EventMark & { event: DomainEvent; tries: number };

/** How far each consumer came in the events of the person. Waits and leases follow the database's time. */
export interface EventInbox {
  /**
   * Takes the cursors for this transaction, and the events after them. Left out are cursors that another process holds
   * or leased: nobody waits. At most `limit` events, of all types.
   */
  take(consumers: readonly string[], limit: number): Promise<{ cursors: EventCursor[]; events: TracedEvent[] }>;
  /** Moves cursors on that this transaction took. */
  pass(marks: readonly EventMark[]): Promise<void>;
  /** Counts a try in vain and waits: 2 s after the first, doubling, at most five minutes. Returns the tries so far. */
  fail(failed: FailedEvent): Promise<number>;
  /** Keeps an event that is given up, with the reason of its last try. */
  bury(dead: DeadEvent): Promise<void>;
  /** Keeps others from a cursor that this transaction took, beyond its end. Returns the fence of the lease. */
  lease(consumer: string, seconds: number): Promise<number>;
  /** Moves a leased cursor on and, with `isOver`, gives it back. False when the lease went to somebody else. */
  passLeased(mark: EventMark, fence: number, isOver: boolean): Promise<boolean>;
}

/** A type of event that a consumer takes. */
export type Want = { consumer: string; type: string };
export type PersonBehind = {
  userId: string;
  /** When the oldest event that waits was appended. */
  since: Date;
  /** Whether any of it may be tried now. */
  isDue: boolean;
};

/** The outbox of everybody, for those who look after it. */
export interface EventDesk {
  /**
   * People with events that a consumer wants and has not passed: of `suspects`, and of the next `limit` people after
   * `after`, in the order of their ids. `next` is null at the end.
   */
  findBehind(input: {
    wants: readonly Want[];
    suspects: readonly string[];
    after: string;
    limit: number;
  }): Promise<{ people: PersonBehind[]; next: string | null }>;
  /** How many events were given up. */
  countDead(): Promise<number>;
  /**
   * Drops events, oldest first and never the newest of a person, that are older than `keptSeconds` or beyond the newest
   * `keptEvents`; none that a consumer wants and has not passed, and none after such a one. At most `most`, of `limit` people after `after`.
   */
  prune(input: {
    wants: readonly Want[];
    after: string;
    limit: number;
    most: number;
    keptSeconds: number;
    keptEvents: number;
  }): Promise<{ pruned: number; next: string | null }>;
}
