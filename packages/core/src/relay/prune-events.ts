import { requireJob } from "../actor.ts";
import type { Context } from "../context.ts";
import { wantsOf } from "./consumers.ts";
import type { EventConsumer } from "./event-consumer.ts";
import { FIRST_PERSON } from "./find-behind.ts";

const DAY_SECONDS = 86_400;
/** A device that was away for longer asks for everything anew, which costs it one page. */
const KEPT_SECONDS = 30 * DAY_SECONDS;
const KEPT_EVENTS = 10_000;
const PEOPLE_AT_ONCE = 500;
const MOST_AT_ONCE = 5_000;

/**
 * PROCODE itself: drops events that are older than 30 days or beyond a person's newest 10,000, once every consumer has
 * passed them. One batch of the next people after `after`; returns where the next one goes on.
 */
export async function pruneEvents(
  ctx: Context,
  { consumers, after }: { consumers: readonly EventConsumer[]; after: string },
): Promise<string> {
  requireJob(ctx.actor);
  const rule = { keptSeconds: KEPT_SECONDS, keptEvents: KEPT_EVENTS, limit: PEOPLE_AT_ONCE, most: MOST_AT_ONCE };
  const { pruned, next } = await ctx.store.asSystem((tx) =>
    tx.relay.prune({ ...rule, wants: wantsOf(consumers), after }),
  );
  return pruned === MOST_AT_ONCE ? after : (next ?? FIRST_PERSON);
}
