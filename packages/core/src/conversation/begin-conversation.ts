import type { Conversation } from "@procode/contracts";
import type { Context } from "../context.ts";
import type { UserStore } from "../ports/store.ts";
import { channelOf } from "./store-turn.ts";
import { titleFromText } from "./title-from-text.ts";

/** A new conversation, named after its first words; its messages are still to be stored. */
export async function beginConversation(
  ctx: Context,
  tx: UserStore,
  { text, model }: { text: string; model: string | null },
): Promise<Conversation> {
  const channel = channelOf(ctx);
  const conversation = await tx.conversations.append({
    id: ctx.ids.next(),
    title: titleFromText(text),
    model,
    channel,
    at: ctx.clock.now(),
  });
  await tx.events.append({ type: "ConversationCreated", payload: { conversationId: conversation.id, channel } });
  return conversation;
}
