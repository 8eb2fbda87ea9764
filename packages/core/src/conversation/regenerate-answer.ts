import type { RegenerateInput, SentMessage } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { loadCatalogue } from "./model-catalogue.ts";
import { notFound } from "../procode-error.ts";
import { openConversation } from "./open-conversation.ts";
import { sendOnce } from "./send-once.ts";
import { storeAnswer } from "./store-turn.ts";

/** The person, for an answer of their own: one more answer to the same message, as a branch beside the first. */
export async function regenerateAnswer(ctx: Context, input: RegenerateInput): Promise<SentMessage> {
  requireUser(ctx.actor);
  const { models } = await loadCatalogue(ctx);
  return sendOnce(ctx, input.clientId, {
    read: async (tx) => {
      const [first, settings] = await Promise.all([tx.messages.findById(input.messageId), tx.users.getSettings()]);
      if (first?.role !== "assistant" || !first.parentId) throw notFound("answer");
      const conversation = await openConversation(tx, first.conversationId);
      return { parentId: first.parentId, firstModel: first.receipt?.model, settings, conversation };
    },
    store: async (tx, facts, generationId) => {
      const { clientId, model: askedModel } = input;
      const [begun] = await Promise.all([
        storeAnswer(ctx, tx, { ...facts, clientId, generationId, askedModel, models }),
        tx.events.append({
          type: "ConversationChanged",
          payload: { conversationId: facts.conversation.id, changes: ["activeLeafId"] },
        }),
      ]);
      return begun;
    },
  });
}
