import type { Context } from "../../../context.ts";
import type { UserStore } from "../../../ports/store.ts";
import type { OpenLoop } from "../ledger/proactive-repository.ts";
import { HOUR_MS, hourOf } from "../timing/hour-of.ts";
import { candidateOf, isGoingOn, isPutOffTooFar } from "./find-candidates.ts";
import { judge } from "./judge.ts";
import { readSituation } from "./read-situation.ts";

/** What is due in this hour the hourly run has passed, and what is due early in the next one it may not see in time. */
const NEAR_MS = 2 * HOUR_MS;
/** For how long it may come late where it was put off. */
const GRACE_MS = 2 * HOUR_MS;

/**
 * Reminders that a person asked for in the message `sourceId`, for so soon that the hourly run would be too late: planned for their
 * minute where they are noted, without a model, for time and words are the person's own. The policy is asked, and again as each is
 * sent; what it does not welcome now waits for the hourly run like any other. Doing it again plans nothing twice.
 */
export async function planReminders(
  ctx: Context,
  tx: UserStore,
  { userId, sourceId }: { userId: string; sourceId: string },
): Promise<void> {
  const now = ctx.clock.now();
  const due = await tx.proactive.listLoops(new Date(hourOf(now.getTime()) + NEAR_MS));
  for (const loop of due)
    if (loop.kind === "reminder" && loop.sourceId === sourceId) await planReminder(ctx, tx, { userId, loop, now });
}

async function planReminder(
  ctx: Context,
  tx: UserStore,
  { userId, loop, now }: { userId: string; loop: OpenLoop; now: Date },
): Promise<void> {
  const seen = await readSituation(tx, { cached: null, now, hasEmail: ctx.channels.email !== null });
  if (seen.recent.some((message) => message.loopId === loop.id && isGoingOn(message))) return;
  const candidate = candidateOf(loop);
  const { topic, words, dueMs } = candidate;
  const { isWelcome, atMs } = judge(seen.situation, { topic, atMs: Math.max(dueMs, now.getTime()), isOrdered: true });
  if (!isWelcome || isPutOffTooFar(candidate, atMs)) return;
  const id = ctx.ids.next();
  const scheduledFor = new Date(atMs);
  const isPlanned = await tx.proactive.append({
    ...{ id, topic, slot: new Date(hourOf(atMs)), reason: `reminder: ${words}`, rule: "reminder" },
    ...{ text: `You asked to be reminded: ${words}`, why: "You asked to be reminded of it at this time." },
    ...{ facts: [{ kind: "loop", id: loop.id, words }], loopId: loop.id },
    ...{ model: null, generationId: null, confidence: 100 },
    ...{ contextVersion: seen.context.version, settingsVersion: seen.situation.settings.version },
    ...{ newestMessageId: seen.newestMessageId, plannedAt: now, scheduledFor },
    expiresAt: new Date(Math.max(candidate.untilMs, atMs + GRACE_MS)),
  });
  // Its hour was taken meanwhile; the hourly run finds another one.
  if (!isPlanned) return;
  await tx.proactive.move(id, "scheduled", `Planned for ${scheduledFor.toISOString()}.`);
  await tx.events.append({ type: "ProactiveChanged", payload: { userId, messageId: id } });
}
