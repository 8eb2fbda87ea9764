import type { NewTelegramSend, TelegramChatRef } from "../telegram-repository.ts";

/** A message of PROCODE's own to a chat: plain words that carry no answer. */
export function noticeTo({ botId, chatId }: TelegramChatRef, dedupeKey: string, text: string): NewTelegramSend {
  return { botId, chatId, dedupeKey, answer: null, part: 1, parts: 1, body: { text, entities: [] } };
}
