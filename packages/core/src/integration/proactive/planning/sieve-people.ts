import type { ProactiveChannel } from "@procode/contracts";
import type { Context } from "../../../context.ts";
import type { HeldDecision, ProactiveOutline } from "../ledger/proactive-desk.ts";
import { findMissedLoops } from "./find-candidates.ts";
import { othersOf, windowsAt } from "./read-situation.ts";
import { reasonsAgainst, weighCandidates } from "./weigh-candidates.ts";

/**
 * Of these people, about whom there is something that the policy lets through in the hour that begins at `hourMs`, by the planner's own
 * rules. Whom it stops is decided about with its reasons, in one statement; whom nothing is to be told passes without a row. Whose loops
 * were missed are let through: these are closed as the person.
 */
export async function sievePeople(ctx: Context, userIds: readonly string[], hourMs: number): Promise<string[]> {
  const now = ctx.clock.now();
  const outlines = await ctx.store.lookUp((tx) => tx.proactive.listOutlines({ userIds, ...windowsAt(now) }));
  const found: string[] = [];
  const held: HeldDecision[] = [];
  for (const outline of outlines) {
    const { userId, settings, contextVersion } = outline;
    const seen = seenOf(outline, { sendsEmail: ctx.channels.email !== null, now });
    const judged = weighCandidates(seen, hourMs, now.getTime());
    const isMissed = findMissedLoops(seen, now.getTime()).length > 0;
    if (isMissed || judged.some(({ isWelcome }) => isWelcome)) found.push(userId);
    else if (judged.length > 0) {
      const decision = { hour: new Date(hourMs), decidedAt: now, settingsVersion: settings.version };
      held.push({ ...decision, userId, contextVersion, reasons: reasonsAgainst(judged) });
    }
  }
  if (held.length > 0) await ctx.store.asSystem((tx) => tx.proactive.decideHeld(held));
  return found;
}

/** As the planner sees a person, without their words. */
function seenOf(outline: ProactiveOutline, { sendsEmail, now }: { sendsEmail: boolean; now: Date }) {
  const { settings, recent, loops, schedules, decisions, lastSaidAt } = outline;
  const reachable: ProactiveChannel[] = ["web"];
  if (outline.hasTelegram) reachable.push("telegram");
  if (sendsEmail && outline.hasEmail) reachable.push("email");
  const feedback = outline.feedback.map(({ topic, kind, givenAt }) => ({ topic, kind, givenMs: givenAt.getTime() }));
  return {
    situation: { settings, reachable, feedback, others: othersOf(recent, now), spentUsd: Number(outline.spentUsd) },
    recent: recent.map(({ scheduleId, ...message }) => ({
      ...message,
      facts: scheduleId === null ? [] : [{ kind: "schedule" as const, id: scheduleId, words: "" }],
    })),
    loops: loops.map((loop) => ({ ...loop, words: "", sourceId: loop.id })),
    schedules: schedules.map((schedule) => ({ ...schedule, words: "", pausedAt: null })),
    ...{ decisions, lastSaidAt },
  };
}
