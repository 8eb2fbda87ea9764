import { requireJob } from "../actor.ts";
import type { Context } from "../context.ts";
import type { Outdated } from "./retention-desk.ts";

const DAY_SECONDS = 86_400;
/** As long as somebody may ask about it, or a rule looks back; docs/retention.md says why. */
export const KEPT_DAYS: Record<Outdated, number> = {
  sessions: 7,
  emailConfirmations: 1,
  apiKeys: 30,
  telegramUpdates: 30,
  telegramSends: 30,
  telegramLinks: 30,
  proactiveDecisions: 90,
  openLoops: 90,
  restingConversations: 2,
  conversationAnalyses: 90,
};
/** Rows of one transaction: it is over in a moment and holds nobody up. */
const MOST_AT_ONCE = 1_000;

/** PROCODE itself: drops one batch of what is older than it is kept. Returns how many rows went and whether there may be more. */
export async function dropOutdated(
  ctx: Context,
  { kind }: { kind: Outdated },
): Promise<{ dropped: number; hasMore: boolean }> {
  requireJob(ctx.actor);
  const rule = { keptSeconds: KEPT_DAYS[kind] * DAY_SECONDS, most: MOST_AT_ONCE };
  const dropped = await ctx.store.asSystem((tx) => tx.retention.drop(kind, rule));
  return { dropped, hasMore: dropped === MOST_AT_ONCE };
}
