import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";

/** The person: the sequence number of their newest change, from which a page that is made now can watch. */
export async function getFeedPosition(ctx: Context): Promise<{ sequence: string }> {
  const userId = requireUser(ctx.actor);
  const { last } = await ctx.store.asUser(userId, (tx) => tx.events.bounds());
  return { sequence: String(last) };
}
