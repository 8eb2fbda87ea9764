import { renderTelegram } from "@procode/adapters";
import type { SentMessage } from "@procode/contracts";
import { chooseTelegramConversation } from "@procode/core";
import { composeAnswer } from "../reply/compose-answer.ts";
import { nameOfModel } from "../reply/name-of-model.ts";
import type { Linked, Turn } from "../update/turn.ts";
import { Unfinished } from "../update/unfinished.ts";
import { followAnswer } from "./follow-answer.ts";

/** Remembers the conversation, shows the answer while it is written, and says it when it stands. */
export async function answerTurn(turn: Turn & { linked: Linked }, sent: SentMessage): Promise<void> {
  const { ctx, connection } = turn.linked;
  const { conversationId, answerId, generationId } = sent;
  if (connection.conversationId !== conversationId) await chooseTelegramConversation(ctx, { conversationId });
  const message = await followAnswer(turn, generationId);
  if (!message) throw new Unfinished();
  const parts = composeAnswer({
    message,
    render: renderTelegram,
    words: turn.words,
    modelName: connection.showReceipt && message.receipt ? await nameOfModel(turn.linked, message.receipt.model) : null,
  });
  for (const part of parts) turn.said.push({ reply: part, answer: { conversationId, messageId: answerId } });
}
