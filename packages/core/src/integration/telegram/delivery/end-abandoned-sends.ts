import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { recordDeliveries } from "../record-deliveries.ts";
import { LOST_REASON } from "./lost-reason.ts";
import { OVER_REASON } from "./over-reason.ts";

const HOUR_SECONDS = 3_600;
const REASONS = {
  over: OVER_REASON,
  lost: LOST_REASON,
  gone: "No bot of PROCODE ran for a day that could have sent it. It stands on the web.",
};

/**
 * PROCODE itself, every minute: gives an end to what stands in the queue of a bot that runs nowhere any more. Who runs does the same for
 * its own chats, sooner. Returns how many; doing it twice, or in two processes, changes nothing more.
 */
export async function endAbandonedSends(ctx: Context, { limit = 200 }: { limit?: number } = {}): Promise<number> {
  requireJob(ctx.actor);
  return ctx.store.asSystem(async (tx) => {
    const times = { lostSeconds: HOUR_SECONDS, goneSeconds: 24 * HOUR_SECONDS };
    const { ended, delivered } = await tx.telegram.endAbandoned({ limit, ...times, reasons: REASONS });
    await recordDeliveries(delivered, tx.accounts.appendEvent);
    return ended;
  });
}
