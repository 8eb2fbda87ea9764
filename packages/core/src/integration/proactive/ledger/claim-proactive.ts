import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { ProactiveOwner } from "./proactive-repository.ts";

const LEASE_SECONDS = 60;
/** What took so many workers with it is taken alone from then on, so that nothing ends with it. */
const ALONE_AFTER = 2;

/**
 * PROCODE itself: takes messages whose time has come, each for one worker, for a minute; with `userId` those of one person. One
 * that two workers ended with comes alone. What comes back is for `sendProactiveTo`.
 */
export async function claimProactive(
  ctx: Context,
  { limit, userId = null }: { limit: number; userId?: string | null },
): Promise<ProactiveOwner[]> {
  requireJob(ctx.actor);
  const [workerId, reason] = [ctx.worker.id, "Its time has come."];
  const owners = await ctx.store.asSystem((tx) =>
    tx.proactive.claim({ workerId, leaseSeconds: LEASE_SECONDS, aloneAfter: ALONE_AFTER, limit, userId, reason }),
  );
  for (const { id, trace: traceparent = null } of owners)
    ctx.tracer.begin("proactive claim", { proactiveId: id }, { traceparent }).end();
  return owners;
}
