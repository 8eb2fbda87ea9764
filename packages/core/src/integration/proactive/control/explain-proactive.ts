import type { ProactiveIdInput } from "@procode/contracts";
import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { notFound } from "../../../procode-error.ts";
import type { ProactiveAttempt, ProactiveMove, StoredProactiveMessage } from "../ledger/proactive-repository.ts";

export type ExplainedProactive = {
  message: StoredProactiveMessage;
  moves: ProactiveMove[];
  attempts: ProactiveAttempt[];
  /** Dollars of the call of a model behind it, as a decimal string; null where none was made or its cost is not known yet. */
  costUsd: string | null;
};

/** The person: why a message came or did not, with every step that it took and what it cost to think of. Throws NOT_FOUND. */
export async function explainProactive(ctx: Context, { id }: ProactiveIdInput): Promise<ExplainedProactive> {
  const userId = requireUser(ctx.actor);
  return ctx.store.asUser(userId, async (tx) => {
    const message = await tx.proactive.findById(id);
    if (!message) throw notFound("message");
    return {
      message,
      moves: await tx.proactive.listMoves(id),
      attempts: await tx.proactive.listAttempts(id),
      costUsd: message.generationId && (await tx.proactive.costOf(message.generationId)),
    };
  });
}
