import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { ProactiveOwner } from "./proactive-repository.ts";

/**
 * PROCODE itself, in a process that was asked to end: gives back what it claimed and did not begin, so that another one need not
 * wait for the lease. What was begun, or is another worker's by now, stays as it is.
 */
export async function releaseProactive(ctx: Context, { owners }: { owners: readonly ProactiveOwner[] }): Promise<void> {
  requireJob(ctx.actor);
  if (owners.length === 0) return;
  const reason = "The worker that had it was asked to end, so it waits for another one.";
  await ctx.store.asSystem((tx) => tx.proactive.release(owners, reason));
}
