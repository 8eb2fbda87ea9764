import type { SentMessage } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import type { UserStore } from "../ports/store.ts";
import { ProcodeError } from "../procode-error.ts";
import type { Generation } from "./generation-repository.ts";
import { runGeneration } from "./run-generation.ts";

/** What was stored, and the answer that is now to be written. */
export type BegunAnswer = { sent: SentMessage; generation: Generation };
type Turn<Facts> = {
  /** What has to be known first; asked for together with whether the turn was sent before. */
  read(tx: UserStore): Promise<Facts>;
  store(tx: UserStore, facts: Facts, generationId: string): Promise<BegunAnswer>;
};

/**
 * Reads and stores a turn in one transaction and then starts the answer that it stored, once for a `clientId`: the same
 * id again, also at the same moment, returns what the first call made.
 */
export function sendOnce<Facts>(ctx: Context, clientId: string, turn: Turn<Facts>): Promise<SentMessage> {
  return ctx.tracer.span("send-message", {}, async (stage) => {
    const sent = await sendTurn(ctx, clientId, turn);
    stage.note({ messageId: sent.messageId, generationId: sent.generationId });
    return sent;
  });
}

async function sendTurn<Facts>(ctx: Context, clientId: string, turn: Turn<Facts>): Promise<SentMessage> {
  const userId = requireUser(ctx.actor);
  const recall = (tx: UserStore) => findSent(tx, clientId);
  const generationId = ctx.ids.next();
  const begun = ctx.answers.expect(generationId);
  try {
    const { sent, generation } = await ctx.store.asUser(userId, async (tx) => {
      // What was sent before stands, even when its conversation can not be read any more.
      const [before, facts] = await Promise.allSettled([recall(tx), turn.read(tx)]);
      if (before.status === "rejected") throw before.reason;
      if (before.value) return { sent: before.value, generation: null };
      if (facts.status === "rejected") throw facts.reason;
      return turn.store(tx, facts.value, generationId);
    });
    if (generation) ctx.answers.run(runGeneration(ctx, { userId, generation }));
    return sent;
  } catch (error) {
    if (!(error instanceof ProcodeError && error.details.reason === "already-exists")) throw error;
    const sent = await ctx.store.asUser(userId, recall);
    if (!sent) throw error;
    return sent;
  } finally {
    begun();
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
