import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { LOST_REASON } from "../../telegram/delivery/lost-reason.ts";
import type { ProactiveEnd, ProactiveOutcome, ProactiveSettled } from "./proactive-desk.ts";
import { tellSettled } from "./tell-settled.ts";

/** How many messages each of its steps changed. */
export type SettledProactive = { ended: number; expired: number; recovered: number };

const MOST_CLAIMS = 5;
const REASONS = {
  again: "The worker that had it is gone, so it waits for another one.",
  dead: "Five workers ended while they had it, so it is not tried again.",
  // Only a letter has a lease while it is sending: Telegram's queue has leases of its own.
  uncertain:
    "PROCODE stopped before it had the mail server's answer. The letter may have arrived, so it is not sent a second time.",
};

/**
 * PROCODE itself, every few seconds: writes down what Telegram's queue says of what it was given, lets go of what is too late, and
 * takes back what dead workers held. Doing it twice, or in two processes, changes nothing more.
 */
export async function settleProactive(
  ctx: Context,
  { limit = 200 }: { limit?: number } = {},
): Promise<SettledProactive> {
  requireJob(ctx.actor);
  const ended = await ctx.store.asSystem(async (tx) => {
    const settled: ProactiveSettled[] = [];
    for (const outcome of await tx.proactive.listOutcomes(limit)) {
      const one = await tx.proactive.settle(outcome, endOf(outcome));
      if (one) settled.push(one);
    }
    return tellSettled(tx, settled);
  });
  const expired = await ctx.store.asSystem(async (tx) =>
    tellSettled(tx, await tx.proactive.expire(limit, "Its time was over before it could be sent.")),
  );
  const recovered = await ctx.store.asSystem(async (tx) =>
    tellSettled(tx, await tx.proactive.recover({ limit, mostClaims: MOST_CLAIMS, reasons: REASONS })),
  );
  return { ended, expired, recovered };
}

function endOf({ state, reason, telegramMessageId }: ProactiveOutcome): ProactiveEnd {
  if (state === "sent") return { state, telegramMessageId, reason: "Telegram took it." };
  if (state === "uncertain") return { state, errorClass: "cut", reason: reason ?? LOST_REASON };
  if (state === "lost") return { state: "uncertain", errorClass: "lost", reason: LOST_REASON };
  // Certainly not taken: the next of the person's channels is tried at once, and without one it ends with this reason.
  const errorClass = state === "cancelled" ? "cancelled" : "refused";
  return { state: "failed", errorClass, reason: reason ?? "Telegram did not take it.", afterSeconds: 0 };
}
