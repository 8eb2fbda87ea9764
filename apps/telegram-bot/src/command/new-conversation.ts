import { chooseTelegramConversation } from "@procode/core";
import { say } from "../reply/reply.ts";
import type { LinkedContext } from "../update/turn.ts";

/** /new: the next message begins a conversation. */
export async function newConversation({ turn }: LinkedContext): Promise<void> {
  await chooseTelegramConversation(turn.linked.ctx, { conversationId: null });
  turn.say(say(turn.words.newConversation));
}
