import { cleanText } from "../entities/clean-text.ts";
import type { ChatRoom } from "../state/world.ts";
import type { Message, ReplyMarkup } from "../wire/message.ts";
import { badRequest } from "../wire/telegram-error.ts";
import { BOT } from "./bot-account.ts";
import { accept, type Call, type Desk, type Method, numberIn, requireChat } from "./call.ts";
import { checkMarkup } from "./check-markup.ts";

const NOT_MODIFIED =
  "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

export const sendMessage: Method = (desk, call) => {
  const room = requireChat(desk, call);
  const { text, entities } = cleanText(call.params);
  const markup = checkMarkup(call.params.reply_markup);
  const replied = repliedMessage(room, call);
  const message: Message = {
    message_id: desk.world.lastMessageId + 1,
    from: BOT,
    chat: room.chat,
    date: nowInSeconds(),
    ...(replied && { reply_to_message: replied }),
    text,
    ...(entities.length > 0 && { entities }),
    ...(call.params.link_preview_options !== undefined && { link_preview_options: call.params.link_preview_options }),
    ...(markup && { reply_markup: markup }),
  };
  accept(desk, call, { chat_id: room.chat.id, message_id: message.message_id, text, message });
  return message;
};

export const editMessageText: Method = (desk, call) => {
  const { room, message } = requireOwnMessage(desk, call);
  const { text, entities } = cleanText(call.params);
  return replace(desk, call, room, message, { text, entities, markup: checkMarkup(call.params.reply_markup) });
};

export const editMessageReplyMarkup: Method = (desk, call) => {
  const { room, message } = requireOwnMessage(desk, call);
  const markup = checkMarkup(call.params.reply_markup);
  return replace(desk, call, room, message, { text: message.text ?? "", entities: message.entities ?? [], markup });
};

type Content = {
  text: string;
  entities: NonNullable<Message["entities"]>;
  markup: ReplyMarkup | undefined;
};

function replace(desk: Desk, call: Call, room: ChatRoom, message: Message, content: Content): Message {
  const { text, entities, markup } = content;
  const isSame =
    text === message.text &&
    JSON.stringify(entities) === JSON.stringify(message.entities ?? []) &&
    JSON.stringify(markup) === JSON.stringify(message.reply_markup);
  if (isSame) throw badRequest(NOT_MODIFIED);
  const { entities: _entities, reply_markup: _markup, ...kept } = message;
  const edited: Message = {
    ...kept,
    edit_date: nowInSeconds(),
    text,
    ...(entities.length > 0 && { entities }),
    ...(markup && { reply_markup: markup }),
  };
  accept(desk, call, { chat_id: room.chat.id, message_id: message.message_id, text, message: edited });
  return edited;
}

function requireOwnMessage(desk: Desk, call: Call): { room: ChatRoom; message: Message } {
  const room = requireChat(desk, call);
  const message = room.messages.get(numberIn(call, "message_id", 0));
  if (!message) throw badRequest("message to edit not found");
  if (message.from?.id !== BOT.id) throw badRequest("message can't be edited");
  return { room, message };
}

function repliedMessage(room: ChatRoom, call: Call): Message | undefined {
  const parameters: Record<string, unknown> = Object(call.params.reply_parameters);
  const { message_id: id, allow_sending_without_reply: isOptional } = parameters;
  if (id === undefined) return undefined;
  const { reply_to_message: _further, ...message } = room.messages.get(Number(id)) ?? { message_id: 0 };
  if ("chat" in message) return message;
  if (isOptional === true) return undefined;
  throw badRequest("message to be replied not found");
}

export function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
