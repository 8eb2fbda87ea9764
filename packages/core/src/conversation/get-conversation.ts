import type { Conversation, ConversationInput } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { openConversation } from "./open-conversation.ts";

/** The person: one conversation of their own that is not in the trash. Throws NOT_FOUND. */
export async function getConversation(ctx: Context, { conversationId }: ConversationInput): Promise<Conversation> {
  const userId = requireUser(ctx.actor);
  return ctx.store.asUser(userId, (tx) => openConversation(tx, conversationId));
}
