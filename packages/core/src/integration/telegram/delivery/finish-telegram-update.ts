import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { recordDeliveries } from "../record-deliveries.ts";
import type { TelegramOwner, TelegramUpdateEnd } from "../telegram-desk.ts";

/**
 * PROCODE itself: ends an update and queues what it answers, all or nothing; its content is dropped. Doing it twice
 * changes nothing. False for a late owner: the one that has the chat now will do it.
 */
export async function finishTelegramUpdate(
  ctx: Context,
  owner: TelegramOwner,
  end: TelegramUpdateEnd,
): Promise<boolean> {
  requireJob(ctx.actor);
  return ctx.store.asSystem(async (tx) => {
    const finished = await tx.telegram.finishUpdate(owner, { ...end, unlinkedReason: UNLINKED_REASON });
    if (finished) await recordDeliveries(finished.delivered, tx.accounts.appendEvent);
    return finished !== null;
  });
}

const UNLINKED_REASON = "The chat was not connected any more when the answer was there. It stands on the web.";
