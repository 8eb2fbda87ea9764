import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { TelegramPoller } from "../telegram-desk.ts";

/** PROCODE itself, before each question to Telegram: false when another process was made the bot's poller meanwhile. */
export async function keepsTelegramPolling(ctx: Context, poller: TelegramPoller): Promise<boolean> {
  requireJob(ctx.actor);
  return ctx.store.asSystem((tx) => tx.telegram.lockPolling(poller));
}
