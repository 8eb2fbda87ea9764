import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { recordDeliveries } from "../record-deliveries.ts";
import type { TelegramOwner } from "../telegram-desk.ts";
import { LOST_REASON } from "./lost-reason.ts";

/**
 * PROCODE itself: takes chats that have something to do and no living owner, the longest waiting first. Each goes to
 * one caller. What a dead owner was sending is uncertain from then on, and never sent again.
 */
export async function claimTelegramChats(
  ctx: Context,
  { botId, limit }: { botId: number; limit: number },
): Promise<TelegramOwner[]> {
  requireJob(ctx.actor);
  return ctx.store.asSystem(async (tx) => {
    const { owners, delivered } = await tx.telegram.claimChats({
      ...{ botId, limit },
      workerId: ctx.worker.id,
      lostReason: LOST_REASON,
    });
    await recordDeliveries(delivered, tx.accounts.appendEvent);
    return owners;
  });
}
