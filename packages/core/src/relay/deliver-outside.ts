import type { Context } from "../context.ts";
import type { UserStore } from "../ports/store.ts";
import type { OutsideConsumer } from "./event-consumer.ts";
import { giveUpSpent, isNobodysFault, noteFailure } from "./event-failure.ts";
import type { TracedEvent } from "./event-inbox.ts";
import { inStage } from "./in-stage.ts";

const AT_ONCE = 20;
const LEASE_SECONDS = 60;

/** "next": the cursor moved on by itself, so look again. */
type Taken = "held" | "over" | "next" | { events: readonly TracedEvent[]; last: bigint; fence: number };

/**
 * Gives a person's events to a consumer that acts outside, without a transaction around it: under a lease, each marked
 * when it is done. Who dies between the two leaves it to be done again, under the same event id.
 */
export async function deliverOutside(
  ctx: Context,
  userId: string,
  consumer: OutsideConsumer,
): Promise<"over" | "held"> {
  for (;;) {
    const taken = await ctx.store.asUser(userId, (tx) => take(tx, consumer));
    if (taken === "next") continue;
    if (typeof taken === "string") return taken;
    if (!(await deliverAll(ctx, userId, { ...taken, consumer }))) return "held";
  }
}

async function take(tx: UserStore, consumer: OutsideConsumer): Promise<Taken> {
  const { name, types } = consumer;
  const { cursors, events } = await tx.relay.take([name], AT_ONCE);
  const [cursor] = cursors;
  if (!cursor) return "held";
  const { passed, until } = cursor;
  const open = events.filter(({ sequence }) => sequence > passed && (until === null || sequence <= until));
  const wanted = open.filter(({ type }) => types.includes(type));
  const [first] = wanted;
  const last = open.at(-1)?.sequence;
  if (last === undefined) return "over";
  if (!first || (await giveUpSpent(tx, consumer, cursor, first))) {
    await tx.relay.pass([{ consumer: name, sequence: first?.sequence ?? last }]);
    return "next";
  }
  return { events: wanted, last, fence: await tx.relay.lease(name, LEASE_SECONDS) };
}

type Leased = Exclude<Taken, string> & { consumer: OutsideConsumer };

/** False when another process has the lease meanwhile. */
async function deliverAll(ctx: Context, userId: string, { consumer, events, last, fence }: Leased): Promise<boolean> {
  for (const event of events) {
    try {
      await inStage(ctx, consumer, event, () => consumer.deliver(ctx, event));
    } catch (error) {
      if (isNobodysFault(error)) throw error;
      await noteFailure(ctx, userId, { consumer, event, fence }, error);
      return true;
    }
    const isLast = event === events.at(-1);
    const mark = { consumer: consumer.name, sequence: isLast ? last : event.sequence };
    if (!(await ctx.store.asUser(userId, (tx) => tx.relay.passLeased(mark, fence, isLast)))) return false;
  }
  return true;
}
