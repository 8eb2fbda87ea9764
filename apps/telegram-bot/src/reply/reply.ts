import type { TelegramButton, TelegramMessage } from "@procode/core";

/** One message to the chat. */
export type Reply = Omit<TelegramMessage, "chatId">;

/** Plain words, with buttons under them. */
export function say(text: string, buttons?: TelegramButton[][]): Reply {
  return { text, entities: [], ...(buttons ? { buttons } : {}) };
}
