import type { Context } from "../../../context.ts";
import type { UserStore } from "../../../ports/store.ts";
import type { OpenLoop, StoredProactiveMessage } from "../ledger/proactive-repository.ts";
import { HOUR_MS, hourOf } from "../timing/hour-of.ts";
import { slotOf } from "../timing/slot-of.ts";
import { candidateOf, isGoingOn, isPutOffTooFar } from "./find-candidates.ts";
import { judge, orderOf } from "./judge.ts";
import { GRACE_MS } from "./check-answer.ts";
import { readSituation } from "./read-situation.ts";
import { wordsOfOrder } from "./words-of-order.ts";

/** What is due in this hour the hourly run has passed, and what is due early in the next one it may not see in time. */
const NEAR_MS = 2 * HOUR_MS;

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
  const candidate = candidateOf(loop);
  const { topic, words, dueMs } = candidate;
  const order = orderOf("reminder", dueMs);
  const { isWelcome, atMs } = judge(seen.situation, { topic, atMs: Math.max(dueMs, now.getTime()), order });
  if (!isWelcome || isPutOffTooFar(candidate, atMs)) return;
  const slot = slotOf(candidate, atMs);
  // The same words for the same minute, said again, are the same wish.
  const isSame = (other: StoredProactiveMessage) =>
    other.slot.getTime() === slot.getTime() && other.facts.some((fact) => isAlike(fact.words, words));
  if (seen.recent.some((other) => isGoingOn(other) && (other.loopId === loop.id || isSame(other)))) return;
  const id = ctx.ids.next();
  const scheduledFor = new Date(atMs);
  const isPlanned = await tx.proactive.append({
    ...{ id, topic, slot, reason: `reminder: ${words}`, rule: "reminder" },
    ...wordsOfOrder(candidate),
    ...{ facts: [{ kind: "loop", id: loop.id, words }], loopId: loop.id },
    ...{ model: null, generationId: null, confidence: 100 },
    ...{ contextVersion: seen.context.version, settingsVersion: seen.situation.settings.version },
    ...{ newestMessageId: seen.newestMessageId, plannedAt: now, scheduledFor, trace: ctx.tracer.traceparent() },
    expiresAt: new Date(Math.max(candidate.untilMs, atMs + GRACE_MS)),
  });
  // The hourly run was faster.
  if (!isPlanned) return;
  await tx.proactive.move(id, "scheduled", `Planned for ${scheduledFor.toISOString()}.`);
  await tx.events.append({ type: "ProactiveChanged", payload: { userId, messageId: id } });
}

const isAlike = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();
