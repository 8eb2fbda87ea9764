import { cleanText } from "../entities/clean-text.ts";
import { badRequest } from "../wire/telegram-error.ts";
import { accept, type Method, numberIn, requireChat } from "./call.ts";

const ACTIONS = new Set([
  "typing",
  "upload_photo",
  "record_video",
  "upload_video",
  "record_voice",
  "upload_voice",
  "upload_document",
  "choose_sticker",
  "find_location",
  "record_video_note",
  "upload_video_note",
]);

/** The draft that grows in a private chat; it lives 30 seconds after its last change or until the next message. */
export const sendMessageDraft: Method = (desk, call) => {
  const { chat } = requireChat(desk, call);
  if (chat.type !== "private") throw badRequest("TEXTDRAFT_PEER_INVALID");
  if (numberIn(call, "draft_id", 0) === 0) throw badRequest("invalid draft_id specified");
  const { text } = cleanText(call.params, { mayBeEmpty: true });
  accept(desk, call, { chat_id: chat.id, text });
  return true;
};

export const sendChatAction: Method = (desk, call) => {
  const { chat } = requireChat(desk, call);
  if (!ACTIONS.has(String(call.params.action))) throw badRequest("wrong parameter action in request");
  accept(desk, call, { chat_id: chat.id });
  return true;
};
