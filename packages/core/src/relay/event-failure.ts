import type { DomainEvent } from "@procode/contracts";
import type { Context } from "../context.ts";
import type { UserStore } from "../ports/store.ts";
import { ProcodeError } from "../procode-error.ts";
import type { EventConsumer } from "./event-consumer.ts";
import type { EventCursor } from "./event-inbox.ts";

/** With the waits between them about four minutes. */
const MOST_TRIES = 8;
const LONGEST_REASON = 300;

/** Counts the try. What was before the event may go on at once, the event itself after its wait. */
export async function noteFailure(
  ctx: Context,
  userId: string,
  { consumer, event, fence = null }: { consumer: EventConsumer; event: DomainEvent; fence?: number | null },
  error: unknown,
): Promise<void> {
  const mark = { consumer: consumer.name, sequence: event.sequence };
  const failed = { ...mark, reason: reasonOf(error), mostTries: MOST_TRIES, fence };
  const tries = await ctx.store.asUser(userId, (tx) => tx.relay.fail(failed));
  const fields = { consumer: consumer.name, eventId: event.id, type: event.type, tries, error };
  if (tries < MOST_TRIES) ctx.log.warn("an event was not consumed; it is tried again", fields);
  else ctx.log.error("an event is given up; procode doctor counts it", fields);
}

/** Puts an event aside whose tries are used up, so that the next ones get their turn. */
export async function giveUpSpent(
  tx: UserStore,
  { name }: EventConsumer,
  { stuckAt, tries }: EventCursor,
  event: DomainEvent,
): Promise<boolean> {
  if (stuckAt !== event.sequence || tries < MOST_TRIES) return false;
  await tx.relay.bury({ consumer: name, sequence: event.sequence, event, tries });
  return true;
}

/** The database was away, or too much was going on: that uses up no try. */
export function isNobodysFault(error: unknown): boolean {
  return error instanceof ProcodeError && ["database-away", "queue-full"].includes(error.details.reason);
}

// Errors of PROCODE and of its vendors' doors hold no word of a person.
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.slice(0, LONGEST_REASON) || "unknown";
}
