import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { TelegramPoller } from "../telegram-desk.ts";

/**
 * PROCODE itself: makes this process the one that asks Telegram for the bot's updates, when nobody does or who did died;
 * null while another one lives. It stays so as long as the process beats, and until it gives it up.
 */
export async function claimTelegramPolling(ctx: Context, { botId }: { botId: number }): Promise<TelegramPoller | null> {
  requireJob(ctx.actor);
  return ctx.store.asSystem((tx) => tx.telegram.claimPolling(botId, ctx.worker.id));
}
