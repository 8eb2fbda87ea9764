import type { ListMessagesInput, MessagePage } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { openConversation } from "./open-conversation.ts";

/** The person: messages of a conversation of their own, newest first, all branches. Throws NOT_FOUND. */
export async function listMessages(
  ctx: Context,
  { conversationId, cursor, limit }: ListMessagesInput,
): Promise<MessagePage> {
  const userId = requireUser(ctx.actor);
  return ctx.store.asUser(userId, async (tx) => {
    await openConversation(tx, conversationId);
    return tx.messages.page({ conversationId, limit, ...(cursor ? { cursor } : {}) });
  });
}
