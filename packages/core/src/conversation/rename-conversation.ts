import type { Conversation, RenameConversationInput } from "@procode/contracts";
import type { Context } from "../context.ts";
import { changeConversation } from "./change-conversation.ts";

/** The person, for their own conversation: a title that never changes by itself again. Throws NOT_FOUND. */
export async function renameConversation(
  ctx: Context,
  { conversationId, title }: RenameConversationInput,
): Promise<Conversation> {
  return changeConversation(ctx, conversationId, { title, titledBy: "person" });
}
