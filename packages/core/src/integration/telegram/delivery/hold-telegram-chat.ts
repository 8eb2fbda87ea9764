import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { TelegramChatRef } from "../telegram-repository.ts";

/** PROCODE itself, when Telegram answered a draft or a typing mark with 429: nothing is sent to this chat for so long. */
export async function holdTelegramChat(ctx: Context, chat: TelegramChatRef, seconds: number): Promise<void> {
  requireJob(ctx.actor);
  await ctx.store.asSystem((tx) => tx.telegram.hold(chat, seconds));
}
