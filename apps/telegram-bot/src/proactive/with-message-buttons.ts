import { type Context, findTelegramConnection, type TelegramSend } from "@procode/core";
import { wordsFor } from "../words/words-for.ts";
import { messageButtons } from "./message-buttons.ts";

/** A message that nobody asked for gets its buttons as it is sent: only then it is known which language the person's Telegram speaks. */
export async function withMessageButtons(job: Context, botId: number, send: TelegramSend): Promise<TelegramSend> {
  const { chatId, body } = send;
  if (body.proactiveId === undefined) return send;
  const connection = await findTelegramConnection(job, { botId, chatId });
  const words = wordsFor(connection?.person.languageCode);
  return { ...send, body: { ...body, buttons: messageButtons(words, body.proactiveId) } };
}
