import { z } from "zod";
import type { IncomingTelegramUpdate } from "./telegram-desk.ts";

const MOST_KIND_CHARACTERS = 64;
// Telegram's own updates are a handful deep; what is far deeper ends a program that reads it.
const MOST_DEPTH = 32;
// Ids of Telegram fit a double exactly.
const TelegramId = z.number().refine(Number.isSafeInteger);
const Numbered = z.object({ update_id: TelegramId.refine((id) => id >= 0) });
const Chat = z.object({ id: TelegramId, type: z.string() });
const InChat = z.object({ from: z.object({ id: TelegramId, is_bot: z.boolean() }), chat: Chat });
const Pressed = InChat.pick({ from: true }).extend({ message: z.object({ chat: Chat }) });

/**
 * What an update of Telegram is and which chat it belongs to: a person's private chat, or none, with the reason why
 * nothing is to be done. Anything may be given; null only for what carries no update id and so can not be stored.
 */
export function readUpdate(update: unknown): IncomingTelegramUpdate | null {
  const numbered = Numbered.safeParse(update).data;
  if (!numbered) return null;
  const [kind, inside] = Object.entries(update as object).find(([name]) => name !== "update_id") ?? ["nothing", null];
  const place = isTooDeep(inside) ? ignored("deeper than Telegram's own") : placeOf(kind, inside);
  return {
    updateId: numbered.update_id,
    kind: kind.slice(0, MOST_KIND_CHARACTERS).replaceAll("\0", "").toWellFormed(),
    // What is not acted on is not kept either: it may be somebody else's words.
    payload: place.ignore === null ? update : null,
    ...place,
  };
}

type Place = { chatId: number; ignore: null } | { chatId: null; ignore: string };

function placeOf(kind: string, inside: unknown): Place {
  switch (kind) {
    case "message":
    case "edited_message":
    case "my_chat_member":
      return privateChat(InChat.safeParse(inside).data);
    case "callback_query": {
      const pressed = Pressed.safeParse(inside).data;
      return privateChat(pressed && { from: pressed.from, chat: pressed.message.chat });
    }
    default:
      return ignored("a kind that PROCODE does not use");
  }
}

function privateChat(inside: z.infer<typeof InChat> | undefined): Place {
  if (!inside) return ignored("no sender or no chat");
  const { from, chat } = inside;
  if (from.is_bot) return ignored("from a bot");
  if (chat.type === "private") return { chatId: chat.id, ignore: null };
  return ignored(chat.type === "channel" ? "in a channel" : "in a group");
}

const ignored = (reason: string): Place => ({ chatId: null, ignore: reason });

function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth >= MOST_DEPTH || Object.values(value).some((inner) => isTooDeep(inner, depth + 1));
}
