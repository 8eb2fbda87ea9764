import type { Conversation, DomainEventBody } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import type { UserStore } from "../ports/store.ts";
import { notFound } from "../procode-error.ts";
import type { ConversationChange } from "./conversation-repository.ts";

/** What is to change; as a function, what follows from the conversation as it stands while nobody else changes it. */
type Wish = ConversationChange | ((tx: UserStore) => Promise<ConversationChange>);

/** The change and its event in one transaction, for the verbs beside this file. Throws NOT_FOUND. */
export async function changeConversation(
  ctx: Context,
  conversationId: string,
  wish: Wish,
  told?: DomainEventBody,
): Promise<Conversation> {
  const userId = requireUser(ctx.actor);
  return ctx.store.asUser(userId, async (tx) => {
    const before = await tx.conversations.lock(conversationId);
    if (!before || (before.removedAt && told?.type !== "ConversationRestored")) throw notFound("conversation");
    const change = typeof wish === "function" ? await wish(tx) : wish;
    await tx.conversations.update(conversationId, change);
    const changes = Object.keys(change);
    await tx.events.append(told ?? { type: "ConversationChanged", payload: { conversationId, changes } });
    const after = await tx.conversations.findById(conversationId);
    if (!after) throw notFound("conversation");
    return after;
  });
}
