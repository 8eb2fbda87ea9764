import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { ProactivePerson } from "../ledger/proactive-desk.ts";
import { ownOccurrences } from "../timing/own-occurrences.ts";
import { HOUR_MS, hourOf } from "../timing/hour-of.ts";
import { sievePeople } from "./sieve-people.ts";

/** `next`: where to go on; null when everybody was looked at. */
export type ProactivePeople = { userIds: string[]; next: string | null };

const DAY_MS = 24 * HOUR_MS;
const SCHEDULE_WINDOW_MS = 2 * HOUR_MS;
const SILENCE = { fromMs: 3 * DAY_MS, toMs: 32 * DAY_MS };

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
  { settings, schedules, loopDueAt, lastAnswerAt }: Omit<ProactivePerson, "userId">,
  hourMs: number,
): boolean {
  const endMs = hourMs + HOUR_MS;
  if (settings.snoozedUntil && settings.snoozedUntil.getTime() >= endMs && loopDueAt === null) return false;
  if (loopDueAt && loopDueAt.getTime() < endMs) return true;
  const silentMs = lastAnswerAt ? endMs - lastAnswerAt.getTime() : 0;
  if (silentMs > SILENCE.fromMs && silentMs < SILENCE.toMs) return true;
  return schedules.some(
    (schedule) => ownOccurrences(schedule, settings.zone, hourMs - SCHEDULE_WINDOW_MS, endMs).length > 0,
  );
}
