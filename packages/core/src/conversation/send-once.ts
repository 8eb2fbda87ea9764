import type { SentMessage } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import type { UserStore } from "../ports/store.ts";
import { ProcodeError } from "../procode-error.ts";
import { runGeneration } from "./run-generation.ts";

/**
 * Runs `work` in one transaction and then starts the answer that it stored, once for a `clientId`: the same id again,
 * also at the same moment, returns what the first call made.
 */
export async function sendOnce(
  ctx: Context,
  clientId: string,
  work: (tx: UserStore) => Promise<SentMessage>,
): Promise<SentMessage> {
  const userId = requireUser(ctx.actor);
  const recall = (tx: UserStore) => findSent(tx, clientId);
  try {
    const { sent, fresh } = await ctx.store.asUser(userId, async (tx) => {
      const before = await recall(tx);
      return before ? { sent: before, fresh: false } : { sent: await work(tx), fresh: true };
    });
    if (fresh) ctx.answers.run(runGeneration(ctx, { userId, generationId: sent.generationId }));
    return sent;
  } catch (error) {
    if (!(error instanceof ProcodeError && error.details.reason === "already-exists")) throw error;
    const sent = await ctx.store.asUser(userId, recall);
    if (!sent) throw error;
    return sent;
  }
}

/** What `clientId` made before: a message with its first answer, or an answer of its own. */
async function findSent(tx: UserStore, clientId: string): Promise<SentMessage | null> {
  const message = await tx.messages.findByClientId(clientId);
  if (!message) return null;
  const answer = message.role === "assistant" ? message : (await tx.messages.listChildren(message.id))[0];
  if (!answer?.generationId || !answer.parentId) return null;
  return {
    conversationId: message.conversationId,
    messageId: answer.parentId,
    answerId: answer.id,
    generationId: answer.generationId,
  };
}
