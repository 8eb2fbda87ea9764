import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { TelegramPoller } from "../telegram-desk.ts";

/** PROCODE itself, when it asks Telegram no more: another process may do so at once. A late poller changes nothing. */
export async function releaseTelegramPolling(ctx: Context, poller: TelegramPoller): Promise<void> {
  requireJob(ctx.actor);
  await ctx.store.asSystem((tx) => tx.telegram.releasePolling(poller));
}
