import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { sendLetter } from "../email/send-letter.ts";
import { claimProactive } from "../ledger/claim-proactive.ts";
import type { ProactiveOwner } from "../ledger/proactive-repository.ts";
import { releaseProactive } from "../ledger/release-proactive.ts";
import { sendProactive } from "./send-proactive.ts";

const MOST_ROUNDS = 5;
const MOST_ITEMS = 50;

/**
 * PROCODE itself, for messages of one person that `claimProactive` gave to this worker: sends each. What goes by e-mail goes in one
 * letter, together with all that is due to them besides; a process that was asked to end meanwhile begins none and gives it back. One
 * that fails is logged, and its lease ends; the others go on.
 */
export async function sendProactiveTo(
  ctx: Context,
  { userId, owners }: { userId: string; owners: readonly ProactiveOwner[] },
): Promise<void> {
  requireJob(ctx.actor);
  const forLetter: ProactiveOwner[] = [];
  let waiting = owners;
  for (let round = 1; waiting.length > 0; round++) {
    for (const owner of waiting) if (await goesByLetter(ctx, owner)) forLetter.push(owner);
    const isMoreToCome = forLetter.length > 0 && round < MOST_ROUNDS && !ctx.worker.isLeaving;
    waiting = isMoreToCome ? await claimProactive(ctx, { limit: MOST_ITEMS, userId }) : [];
  }
  if (ctx.worker.isLeaving) return releaseProactive(ctx, { owners: forLetter });
  if (forLetter.length === 0) return;
  try {
    const { left } = await sendLetter(ctx, { userId, owners: forLetter });
    for (const owner of left) await goesByLetter(ctx, owner);
  } catch (error) {
    ctx.log.warn("a letter could not be sent", { to: userId, error });
  }
}

async function goesByLetter(ctx: Context, owner: ProactiveOwner): Promise<boolean> {
  try {
    return (await sendProactive(ctx, owner)).state === "letter";
  } catch (error) {
    ctx.log.warn("a proactive message could not be handed over", { messageId: owner.id, error });
    return false;
  }
}
