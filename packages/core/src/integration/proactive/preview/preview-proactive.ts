import type { ProactiveRule } from "@procode/contracts";
import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { keepContext, recallContext } from "../../../user/cached-context.ts";
import type { ProactiveReason, StoredProactiveMessage } from "../ledger/proactive-repository.ts";
import { readSituation } from "../planning/read-situation.ts";
import { findLetters } from "./find-letters.ts";
import { type Walked, walkHours } from "./walk-hours.ts";

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
  /** When the letter goes that brings it; null for what goes another way, and for what is not told. */
  letterAt: Date | null;
};
/** The letter of one day. `messageIds`: those in it that are planned for certain. */
export type PreviewedLetter = { at: Date; messageIds: string[] };
export type ProactivePreview = {
  from: Date;
  to: Date;
  items: PreviewedProactive[];
  /** By time; the last may go after `to`. */
  letters: PreviewedLetter[];
};

const HORIZON_MS = 7 * 86_400_000;
const WAITING = new Set<StoredProactiveMessage["state"]>(["scheduled", "claimed"]);

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
  return { from, to, ...withLetters(seen, walkHours(seen, from.getTime(), to.getTime()), from.getTime()) };
}

type Seen = Awaited<ReturnType<typeof readSituation>>;

function withLetters(seen: Seen, walked: readonly Walked[], fromMs: number) {
  const certain = seen.recent.filter(({ state }) => WAITING.has(state));
  const all = [
    ...certain.map(({ id, scheduledFor, expiresAt }) => ({
      ...{ key: id, atMs: scheduledFor.getTime(), untilMs: expiresAt.getTime() },
    })),
    ...walked
      .filter(({ item }) => item.outcome === "told")
      .map(({ key, untilMs, item }) => ({ key, atMs: item.at.getTime(), untilMs })),
  ];
  const letterOf = findLetters({ ...seen.situation, recent: seen.recent }, all, fromMs);
  const times = [...new Set(letterOf.values())].toSorted((one, other) => one - other);
  const dateOf = (key: string) => {
    const atMs = letterOf.get(key);
    return atMs === undefined ? null : new Date(atMs);
  };
  return {
    items: walked.map(({ key, item }): PreviewedProactive => ({ ...item, letterAt: dateOf(key) })),
    letters: times.map(
      (atMs): PreviewedLetter => ({
        at: new Date(atMs),
        messageIds: certain.filter(({ id }) => letterOf.get(id) === atMs).map(({ id }) => id),
      }),
    ),
  };
}
