import type { Conversation } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { changeConversation } from "./change-conversation.ts";
import { loadCatalogue } from "./model-catalogue.ts";
import { unknownModel } from "./select-model.ts";

/** The person, for their own conversation: the model that its next messages take. Throws NOT_FOUND, INVALID unknown-model. */
export async function chooseConversationModel(
  ctx: Context,
  { conversationId, modelId }: { conversationId: string; modelId: string },
): Promise<Conversation> {
  requireUser(ctx.actor);
  const { models } = await loadCatalogue(ctx);
  if (!models.some(({ id }) => id === modelId)) throw unknownModel(modelId);
  return changeConversation(ctx, conversationId, { model: modelId });
}
