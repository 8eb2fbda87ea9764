import { QUERY_TOO_OLD } from "../faults/refusal-of.ts";
import { badRequest } from "../wire/telegram-error.ts";
import { accept, type Method } from "./call.ts";

const LONGEST_ANSWER = 200;

/** Answers a press once; a second answer finds no query. */
export const answerCallbackQuery: Method = (desk, call) => {
  const { callback_query_id: id, text } = call.params;
  const query = [...desk.world.chats.values()].map((room) => room.queries.get(String(id))).find(Boolean);
  if (!query || query.answer) throw badRequest(QUERY_TOO_OLD);
  if (typeof text === "string" && text.length > LONGEST_ANSWER) throw badRequest("MESSAGE_TOO_LONG");
  accept(desk, call, { chat_id: query.chat_id, text: typeof text === "string" ? text : null });
  return true;
};
