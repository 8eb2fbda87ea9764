import { requireJob } from "../actor.ts";
import type { Context } from "../context.ts";

const AT_ONCE = 50;
const MOST_TRIES = 8;

/** PROCODE itself: asks the provider what stopped and cut calls cost; after eight tries the cost is unknown and shown so. */
export async function settleUsage(ctx: Context): Promise<void> {
  requireJob(ctx.actor);
  const due = await ctx.store.asSystem((tx) => tx.generations.claimUnsettled(AT_ONCE));
  for (const { userId, generationId, messageId, providerId, tries } of due) {
    const usage = providerId ? await ctx.models.findUsage(providerId) : null;
    if (!usage && providerId && tries < MOST_TRIES) continue;
    const settled = usage ?? { promptTokens: null, completionTokens: null, costUsd: null };
    await ctx.store.asUser(userId, async (tx) => {
      await tx.responses.settle(generationId, settled);
      await tx.events.append({ type: "UsageSettled", payload: { generationId, messageId, costUsd: settled.costUsd } });
    });
  }
}
