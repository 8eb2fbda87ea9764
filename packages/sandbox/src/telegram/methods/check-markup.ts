import type { Button, ReplyMarkup } from "../wire/message.ts";
import { badRequest } from "../wire/telegram-error.ts";
import { wrongUrl } from "../entities/wrong-url.ts";

const LONGEST_DATA_BYTES = 64;
const MOST_BUTTONS = 100;

/** The inline keyboard of a call, or undefined without one; other kinds of markup are taken and not kept. Throws 400. */
export function checkMarkup(value: unknown): ReplyMarkup | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "object" || value === null) throw badRequest("object expected as reply markup");
  if (!("inline_keyboard" in value)) return undefined;
  const { inline_keyboard: rows } = value;
  if (!Array.isArray(rows) || !rows.every(Array.isArray))
    throw badRequest("can't parse inline keyboard: expected an Array of Array of InlineKeyboardButton");
  const keyboard = rows.map((row: unknown[]) => row.map(checkButton)).filter((row) => row.length > 0);
  if (keyboard.flat().length > MOST_BUTTONS) throw badRequest("reply markup is too long");
  return keyboard.length === 0 ? undefined : { inline_keyboard: keyboard };
}

function checkButton(value: unknown): Button {
  if (typeof value !== "object" || value === null)
    throw badRequest("can't parse inline keyboard button: InlineKeyboardButton must be an Object");
  const button: Record<string, unknown> = { ...value };
  const { text, callback_data: data, url } = button;
  if (typeof text !== "string" || text.trim() === "")
    throw badRequest('can\'t parse inline keyboard button: field "text" must be a non-empty String');
  if (Object.keys(button).length === 1)
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  if (data !== undefined) {
    const bytes = typeof data === "string" ? Buffer.byteLength(data) : 0;
    if (bytes < 1 || bytes > LONGEST_DATA_BYTES) throw badRequest("BUTTON_DATA_INVALID");
  }
  if (url !== undefined) {
    const reason = wrongUrl(String(url));
    if (reason !== null) throw badRequest(`inline keyboard button URL '${url}' is invalid: ${reason}`);
  }
  return { ...button, text };
}
