import type { Conversation, ConversationInput } from "@procode/contracts";
import type { Context } from "../context.ts";
import { changeConversation } from "./change-conversation.ts";

/** The person, for their own conversation: into the trash, from where it can be restored. Throws NOT_FOUND. */
export async function removeConversation(ctx: Context, { conversationId }: ConversationInput): Promise<Conversation> {
  return changeConversation(
    ctx,
    conversationId,
    { removedAt: ctx.clock.now() },
    { type: "ConversationRemoved", payload: { conversationId } },
  );
}
