import type { Conversation, ShowBranchInput } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { notFound } from "../procode-error.ts";
import { changeConversation } from "./change-conversation.ts";

/** The person, for their own conversation: shows the branch that a message stands in, to its newest end. Throws NOT_FOUND. */
export async function showBranch(ctx: Context, { conversationId, messageId }: ShowBranchInput): Promise<Conversation> {
  const userId = requireUser(ctx.actor);
  const leafId = await ctx.store.asUser(userId, async (tx) => {
    const message = await tx.messages.findById(messageId);
    if (message?.conversationId !== conversationId) throw notFound("message");
    return tx.messages.findNewestLeaf(messageId);
  });
  if (!leafId) throw notFound("message");
  return changeConversation(ctx, conversationId, { activeLeafId: leafId });
}
