import type { Conversation, ArchiveConversationInput } from "@procode/contracts";
import type { Context } from "../context.ts";
import { changeConversation } from "./change-conversation.ts";

/** The person, for their own conversation: out of the list, or back in it. Throws NOT_FOUND. */
export async function archiveConversation(
  ctx: Context,
  { conversationId, archived }: ArchiveConversationInput,
): Promise<Conversation> {
  return changeConversation(ctx, conversationId, { archivedAt: archived ? ctx.clock.now() : null });
}
