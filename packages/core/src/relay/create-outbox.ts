import type { DomainEventType } from "@procode/contracts";
import { createBell } from "../create-bell.ts";
import type { Clock } from "../ports/clock.ts";
import type { EventConsumer } from "./event-consumer.ts";

// More than that is found by looking through everybody.
const MOST_SUSPECTS = 5_000;

/** Whose events wait for their consumers, as far as this process heard; what it did not hear is found by looking. */
export interface Outbox {
  /** After a commit in this process. People whose events nobody consumes are left out. */
  appended(userId: string, types: ReadonlySet<DomainEventType>): void;
  /** Another process appended something, which it relays itself unless it died. */
  suspect(userId: string): void;
  /** There is something to relay for this person. */
  add(userId: string): void;
  /** Everybody who was added since the last call. */
  take(): string[];
  takeSuspects(): string[];
  /** Resolves when somebody was added, after `ms`, or when the signal aborts. */
  waitAtMost(clock: Pick<Clock, "sleep">, ms: number, signal: AbortSignal): Promise<void>;
}

export function createOutbox(consumers: readonly EventConsumer[]): Outbox {
  const wanted = new Set<DomainEventType>(consumers.flatMap(({ types }) => types));
  const bell = createBell();
  let people = new Set<string>();
  let suspects = new Set<string>();

  function add(userId: string): void {
    people.add(userId);
    bell.ring();
  }

  return {
    appended(userId, types) {
      if (!wanted.isDisjointFrom(types)) add(userId);
    },
    suspect(userId) {
      if (suspects.size < MOST_SUSPECTS) suspects.add(userId);
    },
    add,
    take() {
      const taken = [...people];
      people = new Set();
      return taken;
    },
    takeSuspects() {
      const taken = [...suspects];
      suspects = new Set();
      return taken;
    },
    waitAtMost: bell.waitAtMost,
  };
}
