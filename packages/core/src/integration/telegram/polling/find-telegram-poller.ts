import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";

/** PROCODE itself, for whoever watches it: `polls` while a process that lives asks Telegram for updates, `away` otherwise. */
export async function findTelegramPoller(ctx: Context): Promise<"polls" | "away"> {
  requireJob(ctx.actor);
  const polled = await ctx.store.lookUp((tx) => tx.telegram.listPolled());
  return polled.length > 0 ? "polls" : "away";
}
