import type { ErrorCode, SentMessage, UserContext } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import type { UserStore } from "../ports/store.ts";
import { ProcodeError } from "../procode-error.ts";
import type { Generation } from "./generation-repository.ts";
import { recallContext } from "../user/cached-context.ts";
import type { PromptFacts } from "./prompt-facts.ts";
import { runGeneration } from "./run-generation.ts";

/** What was stored, and the answer that is now to be written. */
export type BegunAnswer = { sent: SentMessage; generation: Generation; facts: PromptFacts };
/** What a turn is to be stored with: the id of its answer, and the context of the person as the cache has it. */
export type NewPlace = { generationId: string; kept: UserContext | null };
/** Stores a turn as the last of its transaction. */
type Store = (tx: UserStore, place: NewPlace) => Promise<BegunAnswer>;

/**
 * Stores a turn in one transaction and then starts the answer that it stored, once for a `clientId`: the same id again,
 * also at the same moment, is refused by its unique key and returns what the first call made.
 */
export function sendOnce(ctx: Context, clientId: string, store: Store): Promise<SentMessage> {
  return ctx.tracer.span("send-message", {}, async (stage) => {
    const sent = await sendTurn(ctx, clientId, store);
    stage.note({ messageId: sent.messageId, generationId: sent.generationId });
    return sent;
  });
}

async function sendTurn(ctx: Context, clientId: string, store: Store): Promise<SentMessage> {
  const userId = requireUser(ctx.actor);
  const generationId = ctx.ids.next();
  const begun = ctx.answers.expect(generationId);
  try {
    const kept = await recallContext(ctx, userId);
    const sinceMs = ctx.clock.monotonicMs();
    const { sent, generation, facts } = await ctx.store.asUser(userId, (tx) => store(tx, { generationId, kept }));
    ctx.answers.run(runGeneration(ctx, { userId, generation, isBegun: true, read: { facts, sinceMs } }));
    return sent;
  } catch (error) {
    if (!(error instanceof ProcodeError && MAY_BE_SENT.has(error.code))) throw error;
    const sent = await ctx.store.asUser(userId, (tx) => findSent(tx, clientId));
    if (!sent) throw error;
    return sent;
  } finally {
    begun();
  }
}

// What was sent before stands, even when its conversation can not be read any more or its model has gone.
const MAY_BE_SENT = new Set<ErrorCode>(["CONFLICT", "NOT_FOUND", "INVALID"]);

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
