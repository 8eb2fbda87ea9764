import type { TelegramButton, TelegramEntity, TelegramMessage, TelegramText } from "@procode/core";
import type { InlineKeyboardButton, MessageEntity } from "grammy/types";

/** What every message carries. No link is ever looked up for a preview. */
export function messagePayload({ chatId, buttons, replyTo, ...text }: TelegramMessage) {
  return {
    chat_id: chatId,
    ...textPayload(text),
    link_preview_options: { is_disabled: true },
    ...(buttons && { reply_markup: keyboardOf(buttons) }),
    ...(replyTo !== undefined && { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
  };
}

export function keyboardOf(buttons: TelegramButton[][]): { inline_keyboard: InlineKeyboardButton[][] } {
  return { inline_keyboard: buttons.map((row) => row.map(toButton)) };
}

export function textPayload({ text, entities }: TelegramText): { text: string; entities?: MessageEntity[] } {
  return { text, ...(entities.length > 0 && { entities: entities.map(toEntity) }) };
}

function toEntity({ type, offset, length, url, language }: TelegramEntity): MessageEntity {
  if (type === "text_link") return { type, offset, length, url: url ?? "" };
  if (type === "pre") return { type, offset, length, ...(language !== undefined && { language }) };
  return { type, offset, length };
}

function toButton(button: TelegramButton): InlineKeyboardButton {
  if ("url" in button) return { text: button.text, url: button.url };
  return { text: button.text, callback_data: button.data };
}
