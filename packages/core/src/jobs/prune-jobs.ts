import { requireJob } from "../actor.ts";
import type { Context } from "../context.ts";

/** As long as the same event, or the same value of an idempotency key, begins nothing a second time. */
const KEPT_SECONDS = 30 * 86_400;
const MOST_AT_ONCE = 2_000;

/** PROCODE itself: drops runs that ended more than 30 days ago, their events, and signatures of calls. Returns whether there is more. */
export async function pruneJobs(ctx: Context): Promise<boolean> {
  requireJob(ctx.actor);
  const input = { keptSeconds: KEPT_SECONDS, most: MOST_AT_ONCE };
  return (await ctx.store.asSystem((tx) => tx.jobs.prune(input))) >= MOST_AT_ONCE;
}
