import { requireJob } from "../actor.ts";
import type { Context } from "../context.ts";

const PEOPLE_AT_ONCE = 500;
/** The relay rolls up within a moment; what is older it gave up, or its process died for good. */
const LEFT_AFTER_MS = 3_600_000;

/**
 * PROCODE itself: rolls usage up that the relay left, of the next people after `after`. Returns the person to go on
 * after, or null when all were looked at.
 */
export async function rollUpLeftOver(ctx: Context, { after }: { after: string }): Promise<string | null> {
  requireJob(ctx.actor);
  const before = new Date(ctx.clock.now().getTime() - LEFT_AFTER_MS);
  const people = await ctx.store.asSystem((tx) => tx.spend.findNotRolledUp({ before, after, limit: PEOPLE_AT_ONCE }));
  for (const userId of people) await ctx.store.asUser(userId, (tx) => tx.responses.rollUp());
  return people.length === PEOPLE_AT_ONCE ? (people.at(-1) ?? null) : null;
}
