import { findTelegramAnswer, type NewTelegramSend } from "@procode/core";
import type { Message } from "grammy/types";
import type { LinkedContext } from "../update/turn.ts";

/** What the message that somebody replied to carries; null for no reply, and where it carries no answer. */
export async function findRepliedTo(
  { linked }: LinkedContext["turn"],
  message: Message | undefined,
): Promise<NewTelegramSend["answer"]> {
  const telegramMessageId = message?.reply_to_message?.message_id;
  return telegramMessageId === undefined ? null : findTelegramAnswer(linked.ctx, { telegramMessageId });
}
