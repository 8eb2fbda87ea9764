import type { Conversation, ConversationInput } from "@procode/contracts";
import type { Context } from "../context.ts";
import { changeConversation } from "./change-conversation.ts";

/** The person, for their own conversation: back from the trash, as it was. Throws NOT_FOUND. */
export async function restoreConversation(ctx: Context, { conversationId }: ConversationInput): Promise<Conversation> {
  return changeConversation(
    ctx,
    conversationId,
    { removedAt: null },
    { type: "ConversationRestored", payload: { conversationId } },
  );
}
