import type { Conversation } from "@procode/contracts";
import type { UserStore } from "../ports/store.ts";
import { notFound } from "../procode-error.ts";

/** A conversation of the person that is not in the trash. Throws NOT_FOUND. */
export async function openConversation(tx: UserStore, conversationId: string): Promise<Conversation> {
  const conversation = await tx.conversations.findById(conversationId);
  if (!conversation || conversation.removedAt) throw notFound("conversation");
  return conversation;
}
