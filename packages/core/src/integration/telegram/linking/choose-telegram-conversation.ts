import { Id } from "@procode/contracts";
import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { openConversation } from "../../../conversation/open-conversation.ts";
import { notFound } from "../../../procode-error.ts";

/**
 * The person, in their connected chat: the conversation that the next message there goes on with; null begins a new
 * one. Throws NOT_FOUND for a conversation that is not theirs (also for an id that is none), and when no chat is connected.
 */
export async function chooseTelegramConversation(
  ctx: Context,
  { conversationId }: { conversationId: string | null },
): Promise<void> {
  const userId = requireUser(ctx.actor);
  if (conversationId !== null && !Id.safeParse(conversationId).success) throw notFound("conversation");
  await ctx.store.asUser(userId, async (tx) => {
    if (conversationId !== null) await openConversation(tx, conversationId);
    if (!(await tx.telegram.updateConnection({ conversationId }))) throw notFound("Telegram chat");
  });
}
