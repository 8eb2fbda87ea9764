import { requireJob } from "../actor.ts";
import type { Context } from "../context.ts";

/** PROCODE itself: whether a call of Inngest, of which the signature holds, comes for the first time. A replay changes nothing. */
export async function admitJobCall(ctx: Context, signature: string): Promise<boolean> {
  requireJob(ctx.actor);
  return ctx.store.asSystem((tx) => tx.jobs.admitCall(signature));
}
