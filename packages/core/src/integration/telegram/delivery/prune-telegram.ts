import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";

/** Far longer than the day for which Telegram repeats an update that nobody confirmed. */
const KEPT_SECONDS = 30 * 86_400;

/** PROCODE itself: drops what came in and went out through Telegram more than 30 days ago. Messages stay, and so does the word that one did not arrive. */
export async function pruneTelegram(ctx: Context): Promise<void> {
  requireJob(ctx.actor);
  await ctx.store.asSystem((tx) => tx.telegram.prune(KEPT_SECONDS));
}
