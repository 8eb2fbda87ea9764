import type { TelegramDoor } from "@procode/core";
import type { LanguageCode } from "grammy/types";
import { z } from "zod";
import { createTelegramCall, type Payload, type TelegramCallOptions } from "./create-telegram-call.ts";
import { keyboardOf, messagePayload, textPayload } from "./message-payload.ts";
import { effortOf, outcomeOf } from "./outcome-of.ts";
import { resultOf } from "./result-of.ts";

export type TelegramDoorOptions = TelegramCallOptions;

const Me = z.object({ id: z.number().int(), username: z.string(), first_name: z.string() });
const Updates = z.array(z.looseObject({ update_id: z.number().int() }));
const Anything = z.unknown();
/** Said each time, since Telegram keeps what an earlier program with the same token asked for. */
const KINDS: NonNullable<Payload<"getUpdates">["allowed_updates"]> = [
  "message",
  "edited_message",
  "channel_post",
  "edited_channel_post",
  "callback_query",
  "my_chat_member",
];
/** A draft or a typing mark that is late is worth nothing. */
const EFFORT = { timeoutMs: 5_000 };
/** How much longer than asked for Telegram may keep a poll open. */
const POLL_GRACE_MS = 10_000;

/** Telegram's Bot API by one request a call. It never tries again by itself, and never tells the token or a person's words. */
export function createTelegramDoor(options: TelegramDoorOptions): TelegramDoor {
  const call = createTelegramCall(options);
  return {
    async identify() {
      const { id, username, first_name } = resultOf(await call("getMe", {}), Me);
      return { botId: id, username, name: first_name };
    },
    async poll({ offset, waitSeconds, signal }) {
      const payload = { offset, timeout: waitSeconds, allowed_updates: KINDS };
      const answer = await call("getUpdates", payload, { timeoutMs: waitSeconds * 1_000 + POLL_GRACE_MS, signal });
      return signal.aborted && answer.kind !== "ok" ? [] : resultOf(answer, Updates);
    },
    async send(message) {
      const answer = await call("sendMessage", messagePayload(message));
      return outcomeOf(answer, { hasEntities: message.entities.length > 0, editedId: null });
    },
    async edit({ telegramMessageId, ...message }) {
      const answer = await call("editMessageText", { ...messagePayload(message), message_id: telegramMessageId });
      return outcomeOf(answer, { hasEntities: message.entities.length > 0, editedId: telegramMessageId });
    },
    async editButtons({ chatId, telegramMessageId, buttons }) {
      const payload = { chat_id: chatId, message_id: telegramMessageId, reply_markup: keyboardOf(buttons) };
      const answer = await call("editMessageReplyMarkup", payload);
      return outcomeOf(answer, { hasEntities: false, editedId: telegramMessageId });
    },
    async draft({ chatId, draftId, ...text }) {
      const payload = { chat_id: chatId, draft_id: draftId, ...textPayload(text) };
      return effortOf(await call("sendMessageDraft", payload, EFFORT));
    },
    async typing(chatId) {
      return effortOf(await call("sendChatAction", { chat_id: chatId, action: "typing" }, EFFORT));
    },
    async answerCallback({ callbackId, text }) {
      const payload = { callback_query_id: callbackId, ...(text !== undefined && { text }) };
      return effortOf(await call("answerCallbackQuery", payload, EFFORT));
    },
    async setCommands(commands, languageCode) {
      // Telegram itself says which languages it knows.
      const language = languageCode === undefined ? {} : { language_code: languageCode as LanguageCode };
      resultOf(await call("setMyCommands", { commands, ...language }), Anything);
    },
    async setWebhook(webhook) {
      const answer = webhook
        ? await call("setWebhook", { url: webhook.url, secret_token: webhook.secret, allowed_updates: KINDS })
        : await call("deleteWebhook", {});
      resultOf(answer, Anything);
    },
  };
}
