import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { SystemStore } from "../../../ports/store.ts";
import { recordDeliveries } from "../record-deliveries.ts";
import type { TelegramChatRef, TelegramDelivery } from "../telegram-repository.ts";

/** PROCODE itself, when Telegram tells that a person blocked the bot: what is queued for their chat is not sent, what was planned for it alone neither, and nothing more is queued. */
export async function blockTelegram(ctx: Context, chat: TelegramChatRef): Promise<void> {
  requireJob(ctx.actor);
  await ctx.store.asSystem(async (tx) => {
    await recordDeliveries(await blockChat(tx, chat), tx.accounts.appendEvent);
  });
}

/** The same within a transaction; returns the answers that are thereby settled, still to be recorded. */
export async function blockChat(tx: SystemStore, chat: TelegramChatRef): Promise<TelegramDelivery[]> {
  const { userId, delivered } = await tx.telegram.block(chat, BLOCKED_REASON);
  if (userId) {
    await tx.accounts.appendEvent(userId, { type: "TelegramDisconnected", payload: { userId, by: "blocked" } });
    const cancelled = await tx.proactive.cancelUnreachable(userId, BLOCKED_REASON);
    if (cancelled > 0) {
      await tx.accounts.appendEvent(userId, { type: "ProactiveChanged", payload: { userId, messageId: null } });
    }
  }
  return delivered;
}

export const BLOCKED_REASON = "The bot was blocked in Telegram. Pressing Start there connects the chat again.";
