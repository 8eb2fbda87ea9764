import { getMe, leave } from "./bot-account.ts";
import type { Method } from "./call.ts";
import { answerCallbackQuery } from "./callback-queries.ts";
import { deleteMyCommands, getMyCommands, setMyCommands } from "./commands.ts";
import { getFile } from "./files.ts";
import { editMessageReplyMarkup, editMessageText, sendMessage } from "./messages.ts";
import { sendChatAction, sendMessageDraft } from "./signs-of-work.ts";
import { deleteWebhook, getUpdates, getWebhookInfo, setWebhook } from "./updates.ts";

const METHODS: Record<string, Method> = {
  answerCallbackQuery,
  close: leave,
  deleteMyCommands,
  deleteWebhook,
  editMessageReplyMarkup,
  editMessageText,
  getFile,
  getMe,
  getMyCommands,
  getUpdates,
  getWebhookInfo,
  logOut: leave,
  sendChatAction,
  sendMessage,
  sendMessageDraft,
  setMyCommands,
  setWebhook,
};
const NAMES = new Map(Object.keys(METHODS).map((name) => [name.toLowerCase(), name]));

/** The method of this name, in any letter case; null when the sandbox does not know it. */
export function findMethod(name: string): { name: string; run: Method } | null {
  const known = NAMES.get(name.toLowerCase());
  const run = known === undefined ? undefined : METHODS[known];
  return known !== undefined && run ? { name: known, run } : null;
}
