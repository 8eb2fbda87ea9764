import { requireJob } from "../actor.ts";
import type { Context } from "../context.ts";

/** How long a process that stopped beating still owns its answers. */
export const LEASE_SECONDS = 4;

/** PROCODE itself: tells the database that this process lives, and stops what somebody asked another process to stop. */
export async function beat(ctx: Context): Promise<void> {
  requireJob(ctx.actor);
  const { stopRequested } = await ctx.store.asSystem((tx) => tx.generations.heartbeat(ctx.worker.id, LEASE_SECONDS));
  for (const generationId of stopRequested) ctx.answers.find(generationId)?.abort.abort();
}
