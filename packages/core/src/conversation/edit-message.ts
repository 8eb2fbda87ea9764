import type { EditMessageInput, SentMessage } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { loadCatalogue } from "./model-catalogue.ts";
import { notFound } from "../procode-error.ts";
import { openConversation } from "./open-conversation.ts";
import { sendOnce } from "./send-once.ts";
import { storeTurn } from "./store-turn.ts";

/** The person, for a message of their own: a branch beside it with the new words and a new answer; the old one stays. */
export async function editMessage(ctx: Context, input: EditMessageInput): Promise<SentMessage> {
  const userId = requireUser(ctx.actor);
  const { models } = await loadCatalogue(ctx);
  const { clientId, text, model: askedModel } = input;
  return sendOnce(ctx, clientId, async (tx, place) => {
    const [old, settings] = await Promise.all([tx.messages.findById(input.messageId), tx.users.getSettings()]);
    if (old?.role !== "user") throw notFound("message");
    const { parentId } = old;
    const conversation = await openConversation(tx, old.conversationId);
    const turn = { userId, conversation, parentId, clientId, text, askedModel, models, settings, ...place };
    return storeTurn(ctx, tx, turn);
  });
}
