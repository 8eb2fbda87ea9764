import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";

/** What could not be read for so long, as when no model answers, is let go. */
const MOST_LATE_MS = 86_400_000;

/** PROCODE itself: at most `limit` conversations in which nothing was written for ten minutes and something is unread, the longest waiting first. */
export async function findRestedConversations(
  ctx: Context,
  { limit }: { limit: number },
): Promise<{ userId: string; conversationId: string; dueAt: Date }[]> {
  requireJob(ctx.actor);
  const now = ctx.clock.now();
  const since = new Date(now.getTime() - MOST_LATE_MS);
  return ctx.store.lookUp((tx) => tx.analysis.listResting({ since, now, limit }));
}
