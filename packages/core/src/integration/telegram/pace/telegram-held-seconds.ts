import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { TelegramChatRef } from "../telegram-repository.ts";

/** PROCODE itself: for how long Telegram wants this chat, or the whole bot, to be left alone; 0 when it does not. */
export async function telegramHeldSeconds(ctx: Context, chat: TelegramChatRef): Promise<number> {
  requireJob(ctx.actor);
  return ctx.store.asSystem((tx) => tx.telegram.heldSeconds(chat));
}
