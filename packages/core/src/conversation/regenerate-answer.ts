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
  const { clientId, model: askedModel } = input;
  return sendOnce(ctx, clientId, async (tx, place) => {
    const [first, settings] = await Promise.all([tx.messages.findById(input.messageId), tx.users.getSettings()]);
    if (first?.role !== "assistant" || !first.parentId) throw notFound("answer");
    const { parentId } = first;
    const conversation = await openConversation(tx, first.conversationId);
    return storeAnswer(ctx, tx, {
      ...{ conversation, parentId, clientId, askedModel, models, settings, ...place },
      firstModel: first.receipt?.model,
      event: {
        type: "ConversationChanged",
        payload: { conversationId: conversation.id, changes: ["activeLeafId"] },
      },
    });
  });
}
