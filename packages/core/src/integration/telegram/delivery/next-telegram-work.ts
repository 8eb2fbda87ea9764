import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { noticeTo } from "../linking/notice-to.ts";
import { recordDeliveries } from "../record-deliveries.ts";
import type { TelegramOwner, TelegramWork } from "../telegram-desk.ts";
import { finishTelegramUpdate } from "./finish-telegram-update.ts";
import { LOST_REASON } from "./lost-reason.ts";

// A process that dies takes all that it was working on with it: one bad update must not use up the tries of good ones.
const MOST_TRIES = 20;

/**
 * PROCODE itself, for the one loop that works for a chat: what is to be done next, sends before updates, each in their
 * order. An update that was begun twenty times is given up and its chat told. Null when the chat is another owner's now.
 */
export async function nextTelegramWork(ctx: Context, owner: TelegramOwner): Promise<TelegramWork | null> {
  requireJob(ctx.actor);
  const work = await ctx.store.asSystem(async (tx) => {
    const next = await tx.telegram.nextWork(owner, LOST_REASON);
    if (next) await recordDeliveries(next.delivered, tx.accounts.appendEvent);
    return next?.work ?? null;
  });
  if (work?.kind !== "update" || work.update.attempts <= MOST_TRIES) return work;
  const { updateId } = work.update;
  ctx.log.error("a Telegram update was given up", { botId: owner.botId, updateId, tries: MOST_TRIES });
  const isGivenUp = await giveUp(ctx, owner, updateId);
  return isGivenUp ? nextTelegramWork(ctx, owner) : null;
}

async function giveUp(ctx: Context, owner: TelegramOwner, updateId: number): Promise<boolean> {
  const connection = await ctx.store.lookUp((tx) => tx.telegram.findConnection(owner));
  return finishTelegramUpdate(ctx, owner, {
    updateId,
    state: "failed",
    reason: "gave up after twenty tries",
    userId: connection?.userId ?? null,
    sends: [noticeTo(owner, `gave-up:${owner.botId}:${updateId}`, GAVE_UP)],
  });
}

const GAVE_UP =
  "PROCODE could not work on your last message, though it tried twenty times. All that was said before is kept. Send the message again, or go on with it on the web.";
