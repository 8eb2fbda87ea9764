import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { ProactivePerson } from "../ledger/proactive-desk.ts";
import { ownOccurrences } from "../timing/own-occurrences.ts";
import { HOUR_MS, hourOf } from "../timing/hour-of.ts";
import { SILENT_MS, SILENT_UNTIL_MS } from "./find-candidates.ts";
import { sievePeople } from "./sieve-people.ts";

/** `next`: where to go on; null when everybody was looked at. */
export type ProactivePeople = { userIds: string[]; next: string | null };

const SCHEDULE_WINDOW_MS = 2 * HOUR_MS;

/**
 * PROCODE itself: of the next `limit` people by id after `after`, those about whom a model is to be asked in the hour of `at`. Whom the
 * policy holds back is decided about here. Three statements for all of them at most, and no person's words.
 */
export async function findProactivePeople(
  ctx: Context,
  { at, after, limit = 500 }: { at: Date; after: string | null; limit?: number },
): Promise<ProactivePeople> {
  requireJob(ctx.actor);
  const hourMs = hourOf(at.getTime());
  const people = await ctx.store.lookUp((tx) => tx.proactive.listPeople({ hour: new Date(hourMs), after, limit }));
  const thoughtOf = people.filter((person) => hasSomething(person, hourMs));
  return {
    userIds: thoughtOf.length === 0 ? [] : await sievePeople(ctx, thoughtOf, hourMs),
    next: people.length < limit ? null : (people.at(-1)?.userId ?? null),
  };
}

/** Whether there is anything to think about in the hour that begins at `hourMs`. */
export function hasSomething(
  { settings, schedules, loopDueAt, lastSaidAt }: Omit<ProactivePerson, "userId">,
  hourMs: number,
): boolean {
  const endMs = hourMs + HOUR_MS;
  if (loopDueAt && loopDueAt.getTime() < endMs) return true;
  const isSnoozed = settings.snoozedUntil !== null && settings.snoozedUntil.getTime() >= endMs;
  const silentMs = lastSaidAt ? endMs - lastSaidAt.getTime() : 0;
  if (!isSnoozed && silentMs > SILENT_MS && silentMs <= SILENT_UNTIL_MS + HOUR_MS) return true;
  return schedules.some(
    (schedule) => ownOccurrences(schedule, settings.zone, hourMs - SCHEDULE_WINDOW_MS, endMs).length > 0,
  );
}
