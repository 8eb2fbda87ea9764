import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { recordDeliveries } from "../record-deliveries.ts";
import type { TelegramChatRef } from "../telegram-repository.ts";

/** PROCODE itself, when Telegram tells that a person blocked the bot: what is queued for their chat is not sent, and nothing more is queued. */
export async function blockTelegram(ctx: Context, chat: TelegramChatRef): Promise<void> {
  requireJob(ctx.actor);
  await ctx.store.asSystem(async (tx) => {
    const { userId, delivered } = await tx.telegram.block(chat, BLOCKED_REASON);
    await recordDeliveries(delivered, tx.accounts.appendEvent);
    if (!userId) return;
    await tx.accounts.appendEvent(userId, { type: "TelegramDisconnected", payload: { userId, by: "blocked" } });
  });
}

const BLOCKED_REASON = "The bot was blocked in Telegram. Pressing Start there connects the chat again.";
