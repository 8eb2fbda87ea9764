import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { TelegramOwner } from "../telegram-desk.ts";

/** PROCODE itself: gives a chat up when there is nothing to do in it; false when there is, or when it is another owner's now. */
export async function releaseTelegramChat(ctx: Context, owner: TelegramOwner): Promise<boolean> {
  requireJob(ctx.actor);
  return ctx.store.asSystem((tx) => tx.telegram.release(owner));
}
