import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { StoredTelegramBot } from "../telegram-repository.ts";

/** PROCODE itself, at a bot's start: from now on links lead to this bot. */
export async function announceTelegramBot(ctx: Context, bot: StoredTelegramBot): Promise<void> {
  requireJob(ctx.actor);
  await ctx.store.asSystem((tx) => tx.telegram.announce(bot));
}
