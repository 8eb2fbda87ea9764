import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { recordDeliveries } from "../record-deliveries.ts";
import type { TelegramOwner, TelegramUpdateEnd } from "../telegram-desk.ts";

/**
 * PROCODE itself: ends an update and queues what it answers, all or nothing; its content is dropped. Doing it twice
 * changes nothing. A reply that asks for a link to be confirmed stands above the welcome of who confirmed it, or is left out where that
 * was queued already. False for a late owner: the one that has the chat now will do it.
 */
export async function finishTelegramUpdate(
  ctx: Context,
  owner: TelegramOwner,
  end: TelegramUpdateEnd,
): Promise<boolean> {
  requireJob(ctx.actor);
  return ctx.tracer.span("queue", { state: end.state, sends: end.sends.length }, () => finish(ctx, owner, end));
}

function finish(ctx: Context, owner: TelegramOwner, end: TelegramUpdateEnd): Promise<boolean> {
  return ctx.store.asSystem(async (tx) => {
    const isAsking = end.sends.some(({ untilConnected }) => untilConnected);
    const isConfirmed = isAsking && (await tx.telegram.lockConnected(owner));
    const sends = isConfirmed ? end.sends.filter(({ untilConnected }) => !untilConnected) : end.sends;
    const finished = await tx.telegram.finishUpdate(owner, { ...end, sends, unlinkedReason: UNLINKED_REASON });
    if (finished) await recordDeliveries(finished.delivered, tx.accounts.appendEvent);
    return finished !== null;
  });
}

const UNLINKED_REASON = "The chat was not connected any more when the answer was there. It stands on the web.";
