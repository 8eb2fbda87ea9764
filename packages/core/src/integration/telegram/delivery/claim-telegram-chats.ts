import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { recordDeliveries } from "../record-deliveries.ts";
import type { TelegramOwner } from "../telegram-desk.ts";
import { LOST_REASON } from "./lost-reason.ts";

export type TelegramChatsToClaim = {
  botId: number;
  busy?: readonly number[];
  /** Left out: whatever is open. */
  kind?: "replies" | "proactive";
  limit: number;
};

/**
 * PROCODE itself: takes chats that have something to do and no living owner, or this process as one that does not know
 * it; `busy` are those that it works for. The longest waiting come first. Each goes to one caller. `replies` are those
 * with an update or a reply, `proactive` those with a message that nobody asked for. What a dead owner was sending is
 * uncertain from then on, and never sent again.
 */
export async function claimTelegramChats(
  ctx: Context,
  { botId, busy, kind, limit }: TelegramChatsToClaim,
): Promise<TelegramOwner[]> {
  requireJob(ctx.actor);
  return ctx.store.asSystem(async (tx) => {
    const { owners, delivered } = await tx.telegram.claimChats({
      ...{ botId, busy, kind, limit },
      workerId: ctx.worker.id,
      lostReason: LOST_REASON,
    });
    await recordDeliveries(delivered, tx.accounts.appendEvent);
    return owners;
  });
}
