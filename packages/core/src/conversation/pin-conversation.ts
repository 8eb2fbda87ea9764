import type { Conversation, PinConversationInput } from "@procode/contracts";
import type { Context } from "../context.ts";
import { changeConversation } from "./change-conversation.ts";

/** The person, for their own conversation: at the top of the list, or back in it. Throws NOT_FOUND. */
export async function pinConversation(
  ctx: Context,
  { conversationId, pinned }: PinConversationInput,
): Promise<Conversation> {
  return changeConversation(ctx, conversationId, { pinnedAt: pinned ? ctx.clock.now() : null });
}
