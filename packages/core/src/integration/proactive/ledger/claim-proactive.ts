import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { ProactiveOwner } from "./proactive-repository.ts";

const LEASE_SECONDS = 60;

/** PROCODE itself: takes messages whose time has come, each for one worker, for a minute. What comes back is for `sendProactive`. */
export async function claimProactive(ctx: Context, { limit }: { limit: number }): Promise<ProactiveOwner[]> {
  requireJob(ctx.actor);
  return ctx.store.asSystem((tx) =>
    tx.proactive.claim({ workerId: ctx.worker.id, leaseSeconds: LEASE_SECONDS, limit, reason: "Its time has come." }),
  );
}
