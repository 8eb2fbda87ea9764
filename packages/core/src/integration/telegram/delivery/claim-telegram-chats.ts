import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { recordDeliveries } from "../record-deliveries.ts";
import type { TelegramOwner } from "../telegram-desk.ts";
import { LOST_REASON } from "./lost-reason.ts";

/**
 * PROCODE itself: takes chats that have something to do and no living owner, or this process as one that does not know
 * it; `busy` are those that it works for. The longest waiting come first. Each goes to
 * one caller. What a dead owner was sending is uncertain from then on, and never sent again.
 */
export async function claimTelegramChats(
  ctx: Context,
  { botId, busy, limit }: { botId: number; busy?: readonly number[]; limit: number },
): Promise<TelegramOwner[]> {
  requireJob(ctx.actor);
  return ctx.store.asSystem(async (tx) => {
    const { owners, delivered } = await tx.telegram.claimChats({
      ...{ botId, busy, limit },
      workerId: ctx.worker.id,
      lostReason: LOST_REASON,
    });
    await recordDeliveries(delivered, tx.accounts.appendEvent);
    return owners;
  });
}
