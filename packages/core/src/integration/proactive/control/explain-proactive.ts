import type { FeedbackKind, ProactiveIdInput, TopicWeight } from "@procode/contracts";
import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { notFound } from "../../../procode-error.ts";
import type { ProactiveAttempt, ProactiveMove, StoredProactiveMessage } from "../ledger/proactive-repository.ts";
import { weightOf } from "../planning/judge.ts";

export type ExplainedProactive = {
  message: StoredProactiveMessage;
  moves: ProactiveMove[];
  attempts: ProactiveAttempt[];
  /** Dollars of the call of a model behind it, as a decimal string; null where none was made or its cost is not known yet. */
  costUsd: string | null;
  /** What the person said of it, the first first. */
  feedback: FeedbackKind[];
  /** How much they want to hear of its topic by now. */
  weight: TopicWeight;
};

/** The person: why a message came or did not, with every step that it took and what it cost to think of. Throws NOT_FOUND. */
export async function explainProactive(ctx: Context, { id }: ProactiveIdInput): Promise<ExplainedProactive> {
  const userId = requireUser(ctx.actor);
  return ctx.store.asUser(userId, async (tx) => {
    const message = await tx.proactive.findById(id);
    if (!message) throw notFound("message");
    const said = await tx.proactive.listFeedback(message.plannedAt);
    return {
      message,
      feedback: said.filter(({ proactiveId }) => proactiveId === id).map(({ kind }) => kind),
      weight: weightOf(await tx.proactive.getSettings(), message.topic),
      moves: await tx.proactive.listMoves(id),
      attempts: await tx.proactive.listAttempts(id),
      costUsd: message.generationId && (await tx.proactive.costOf(message.generationId)),
    };
  });
}
