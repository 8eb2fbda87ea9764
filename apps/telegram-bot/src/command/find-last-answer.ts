import type { Message } from "@procode/contracts";
import { reasonOf } from "../chat/explain-refusal.ts";
import type { Linked } from "../update/turn.ts";

const LOOKED_AT = 20;

/** The answer at the end of the shown branch of the chat's conversation; null where there is none. */
export async function findLastAnswer({ caller, connection }: Linked): Promise<Message | null> {
  const { conversationId } = connection;
  if (conversationId === null) return null;
  try {
    const [{ activeLeafId }, { messages }] = await Promise.all([
      caller.conversations.get({ conversationId }),
      caller.conversations.messages({ conversationId, limit: LOOKED_AT }),
    ]);
    const leaf = messages.find(({ id }) => id === activeLeafId);
    return leaf?.role === "assistant" ? leaf : null;
  } catch (error) {
    if (reasonOf(error) === "no-such-thing") return null;
    throw error;
  }
}
