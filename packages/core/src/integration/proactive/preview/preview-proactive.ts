import type { ProactiveRule } from "@procode/contracts";
import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { keepContext, recallContext } from "../../../user/cached-context.ts";
import type { ProactiveReason } from "../ledger/proactive-repository.ts";
import { readSituation } from "../planning/read-situation.ts";
import { walkHours } from "./walk-hours.ts";

/** Something that comes up within the days ahead, as things stand now. */
export type PreviewedProactive = {
  rule: ProactiveRule;
  topic: string;
  words: string;
  /** When it would be told; where it would not be, when it comes up. */
  at: Date;
  /** `beside`: it is welcome, but something more urgent has the hour. The model is still asked, and may say no to any. */
  outcome: "told" | "beside" | "held";
  /** What each rule says of it; the last one decided. */
  reasons: ProactiveReason[];
};
export type ProactivePreview = { from: Date; to: Date; items: PreviewedProactive[] };

const HORIZON_MS = 7 * 86_400_000;

/**
 * The person: what would be written unasked in the next seven days and what would not, with the reasons, if nothing else happened
 * meanwhile. Asks no model, sends and stores nothing. Hour by hour by the planner's own rules, so that both say the same.
 */
export async function previewProactive(ctx: Context): Promise<ProactivePreview> {
  const userId = requireUser(ctx.actor);
  const from = ctx.clock.now();
  const to = new Date(from.getTime() + HORIZON_MS);
  const kept = await recallContext(ctx, userId);
  const hasEmail = ctx.channels.email !== null;
  const seen = await ctx.store.asUser(userId, (tx) =>
    readSituation(tx, { cached: kept, now: from, hasEmail, horizonMs: HORIZON_MS }),
  );
  if (seen.context !== kept) await keepContext(ctx, userId, seen.context);
  return { from, to, items: walkHours(seen, from.getTime(), to.getTime()) };
}
