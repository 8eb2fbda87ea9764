import type { Conversation, ShowBranchInput } from "@procode/contracts";
import type { Context } from "../context.ts";
import { notFound } from "../procode-error.ts";
import { changeConversation } from "./change-conversation.ts";

/**
 * The person, for their own conversation: shows the branch that a message stands in, to its newest end, also where that is written
 * at this moment. Throws NOT_FOUND.
 */
export async function showBranch(ctx: Context, { conversationId, messageId }: ShowBranchInput): Promise<Conversation> {
  return changeConversation(ctx, conversationId, async (tx) => {
    const message = await tx.messages.findById(messageId);
    const activeLeafId =
      message?.conversationId === conversationId ? await tx.messages.findNewestLeaf(messageId) : null;
    if (!activeLeafId) throw notFound("message");
    return { activeLeafId };
  });
}
