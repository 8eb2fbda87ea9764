import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { StoredTelegramConnection, TelegramChatRef } from "../telegram-repository.ts";

/** PROCODE itself: whose chat it is; null for one that is connected to nobody. */
export async function findTelegramConnection(
  ctx: Context,
  { botId, chatId }: TelegramChatRef,
): Promise<StoredTelegramConnection | null> {
  requireJob(ctx.actor);
  return ctx.store.lookUp((tx) => tx.telegram.findConnection({ botId, chatId }));
}
