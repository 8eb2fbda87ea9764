import type { DomainEvent } from "@procode/contracts";
import { requireJob } from "../actor.ts";
import type { Context } from "../context.ts";
import type { UserStore } from "../ports/store.ts";
import { ProcodeError } from "../procode-error.ts";
import type { EventConsumer, InsideConsumer, OutsideConsumer } from "./event-consumer.ts";
import type { EventCursor, EventMark, TracedEvent } from "./event-inbox.ts";
import { deliverOutside } from "./deliver-outside.ts";
import { giveUpSpent, isNobodysFault, noteFailure } from "./event-failure.ts";
import { inStage } from "./in-stage.ts";

const AT_ONCE = 200;

/** "over": nothing waits here that may be tried now. "held": another process is at it, so look again. */
export type Relayed = "over" | "held";

/**
 * PROCODE itself: gives a person's events to their consumers, in order. An event that fails keeps back its consumer,
 * for this person alone, until it succeeds or is given up. Throws when the database is away; nothing is lost then.
 */
export async function relayPerson(
  ctx: Context,
  { userId, consumers }: { userId: string; consumers: readonly EventConsumer[] },
): Promise<Relayed> {
  requireJob(ctx.actor);
  const inside = consumers.filter((consumer): consumer is InsideConsumer => "consume" in consumer);
  const outside = consumers.filter((consumer): consumer is OutsideConsumer => "deliver" in consumer);
  const results = [inside.length > 0 ? await consumeInside(ctx, userId, inside) : "over"];
  for (const consumer of outside) results.push(await deliverOutside(ctx, userId, consumer));
  return results.includes("held") ? "held" : "over";
}

async function consumeInside(ctx: Context, userId: string, consumers: readonly InsideConsumer[]): Promise<Relayed> {
  for (;;) {
    // Whose turn it was when the transaction ended; a failed statement does not say it.
    const at: { turn: { consumer: InsideConsumer; event: DomainEvent } | null } = { turn: null };
    const names = consumers.map(({ name }) => name);
    try {
      const { isHeld, isMore } = await ctx.store.asUser(userId, async (tx) => {
        at.turn = null;
        const { cursors, events } = await tx.relay.take(names, AT_ONCE);
        const marks: EventMark[] = [];
        let isMore = false;
        for (const cursor of cursors) {
          const consumer = consumers.find(({ name }) => name === cursor.consumer);
          if (!consumer) continue;
          const sequence = await consumeAll(ctx, tx, { consumer, cursor, events }, (event) => {
            at.turn = event && { consumer, event };
          });
          if (sequence > cursor.passed) marks.push({ consumer: consumer.name, sequence });
          isMore ||= sequence === cursor.stuckAt;
        }
        const passing = marks.length > 0 ? tx.relay.pass(marks) : null;
        tx.seal();
        await passing;
        isMore ||= events.length === AT_ONCE && marks.length > 0;
        return { isHeld: cursors.length < names.length, isMore };
      });
      if (!isMore) return isHeld ? "held" : "over";
    } catch (error) {
      const { turn } = at;
      // The account went meanwhile, and its events with it.
      if (turn === null && error instanceof ProcodeError && error.code === "NOT_FOUND") return "over";
      if (turn === null || isNobodysFault(error)) throw error;
      await noteFailure(ctx, userId, turn, error);
    }
  }
}

type Batch = { consumer: InsideConsumer; cursor: EventCursor; events: readonly TracedEvent[] };

/** Returns the number of the last event that is done with. */
async function consumeAll(
  ctx: Context,
  tx: UserStore,
  { consumer, cursor, events }: Batch,
  begin: (event: DomainEvent | null) => void,
): Promise<bigint> {
  let { passed } = cursor;
  let isWanted: boolean | undefined;
  for (const event of events) {
    if (event.sequence <= passed) continue;
    if (cursor.until !== null && event.sequence > cursor.until) break;
    if (consumer.types.includes(event.type) && !(await giveUpSpent(tx, consumer, cursor, event))) {
      begin(event);
      if (isWanted !== false)
        await inStage(ctx, consumer, event, async () => {
          isWanted ??= (await consumer.isConcerned?.(tx)) ?? true;
          if (isWanted) await consumer.consume(tx, event, ctx);
        });
      if (consumer.doesAllAtOnce) isWanted = false;
      begin(null);
    }
    passed = event.sequence;
  }
  return passed;
}
