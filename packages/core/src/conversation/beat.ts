import { requireJob } from "../actor.ts";
import type { Context } from "../context.ts";
import { TAKEN_OVER } from "./run-generation.ts";

/** How long a process that stopped beating still owns its answers. */
export const LEASE_SECONDS = 3;

/**
 * PROCODE itself: tells the database that this process lives, stops what somebody asked another process to stop, and
 * leaves alone what another process has taken over meanwhile.
 */
export async function beat(ctx: Context): Promise<void> {
  requireJob(ctx.actor);
  const written = ctx.answers.all();
  const { own: rows, lapsed } = await ctx.store
    .asSystem((tx) => tx.generations.heartbeat(ctx.worker.id, LEASE_SECONDS))
    .catch((error: unknown) => {
      // Others may be cut off too, and their leases end at another moment than this one's.
      ctx.worker.cutOffMs = ctx.clock.monotonicMs();
      throw error;
    });
  if (lapsed) ctx.worker.cutOffMs = ctx.clock.monotonicMs();
  const own = new Map(rows.map((row) => [row.id, row]));
  for (const { generationId, owner, abort } of written) {
    const row = own.get(generationId);
    if (row?.fence !== owner.fence) abort.abort(TAKEN_OVER);
  }
  for (const { id, stopRequested } of rows) if (stopRequested) ctx.answers.find(id)?.abort.abort();
}
