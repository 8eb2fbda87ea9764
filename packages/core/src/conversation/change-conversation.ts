import type { Conversation, DomainEventBody } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { notFound } from "../procode-error.ts";
import type { ConversationChange } from "./conversation-repository.ts";

/** The change and its event in one transaction, for the verbs beside this file. Throws NOT_FOUND. */
export async function changeConversation(
  ctx: Context,
  conversationId: string,
  change: ConversationChange,
  event: DomainEventBody = { type: "ConversationChanged", payload: { conversationId, changes: Object.keys(change) } },
): Promise<Conversation> {
  const userId = requireUser(ctx.actor);
  return ctx.store.asUser(userId, async (tx) => {
    const before = await tx.conversations.findById(conversationId);
    if (!before || (before.removedAt && event.type !== "ConversationRestored")) throw notFound("conversation");
    await tx.conversations.update(conversationId, change);
    await tx.events.append(event);
    const after = await tx.conversations.findById(conversationId);
    if (!after) throw notFound("conversation");
    return after;
  });
}
