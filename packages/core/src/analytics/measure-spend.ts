import { requireJob } from "../actor.ts";
import type { Context } from "../context.ts";

/** PROCODE itself: brings the gauge of today's cost up to date. */
export async function measureSpend(ctx: Context): Promise<void> {
  requireJob(ctx.actor);
  const midnight = new Date(ctx.clock.now());
  midnight.setUTCHours(0, 0, 0, 0);
  const spent = await ctx.store.asSystem((tx) => tx.spend.since(midnight));
  ctx.measures.spentToday(Number(spent));
}
