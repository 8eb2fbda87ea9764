import type { Model, NextModelInput } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { loadCatalogue } from "../conversation/model-catalogue.ts";
import { openConversation } from "../conversation/open-conversation.ts";
import { selectModel } from "../conversation/select-model.ts";

/** The person: the model that their next message takes, here or in a new conversation. Throws NOT_FOUND. */
export async function getNextModel(ctx: Context, { conversationId }: NextModelInput): Promise<Model> {
  const userId = requireUser(ctx.actor);
  const { models } = await loadCatalogue(ctx);
  return ctx.store.asUser(userId, async (tx) => {
    const conversation = conversationId ? await openConversation(tx, conversationId) : null;
    const { preferredModel } = await tx.users.getSettings();
    return selectModel(models, { conversation: conversation?.model, preferred: preferredModel });
  });
}
