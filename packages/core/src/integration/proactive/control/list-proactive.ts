import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { ProactiveDecision, ProactiveFeedback, StoredProactiveMessage } from "../ledger/proactive-repository.ts";

const KEPT_DAYS = 30;
const DECISIONS = 200;

export type ListedProactive = {
  messages: StoredProactiveMessage[];
  decisions: ProactiveDecision[];
  feedback: ProactiveFeedback[];
};

/**
 * The person: their messages of the last 30 days and those to come, the latest first, what was decided hour by hour, and what
 * they said about them.
 */
export async function listProactive(ctx: Context): Promise<ListedProactive> {
  const userId = requireUser(ctx.actor);
  const since = new Date(ctx.clock.now().getTime() - KEPT_DAYS * 86_400_000);
  return ctx.store.asUser(userId, async (tx) => ({
    messages: await tx.proactive.listSince(since),
    decisions: await tx.proactive.listDecisions(DECISIONS),
    feedback: await tx.proactive.listFeedback(since),
  }));
}
