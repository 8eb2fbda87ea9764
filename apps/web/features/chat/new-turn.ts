import type { SentMessage } from "@procode/contracts";
import type { ChatMessage } from "@/components/conversation/wire-types.ts";

/** The person's message as the server has just stored it. */
export function questionFromTurn(
  sent: SentMessage,
  { text }: { text: string },
  parentId: string | null,
  at: string,
): ChatMessage {
  return {
    id: sent.messageId,
    conversationId: sent.conversationId,
    parentId,
    role: "user",
    status: "complete",
    channel: "web",
    text,
    generationId: null,
    receipt: null,
    failure: null,
    delivery: null,
    createdAt: at,
  };
}

/** The answer that is about to be written. */
export function answerFromTurn(sent: SentMessage, at: string): ChatMessage {
  return {
    ...questionFromTurn(sent, { text: "" }, sent.messageId, at),
    id: sent.answerId,
    role: "assistant",
    status: "answering",
    generationId: sent.generationId,
  };
}
