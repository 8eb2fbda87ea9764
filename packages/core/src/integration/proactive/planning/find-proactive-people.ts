import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { ProactiveNear, ProactivePerson } from "../ledger/proactive-desk.ts";
import { ownOccurrences } from "../timing/own-occurrences.ts";
import { HOUR_MS, hourOf } from "../timing/hour-of.ts";
import { SILENT_MS, SILENT_UNTIL_MS } from "./find-candidates.ts";
import { sievePeople } from "./sieve-people.ts";

/** `next`: where to go on; null when everybody was looked at. */
export type ProactivePeople = { userIds: string[]; next: string | null };

const SCHEDULE_WINDOW_MS = 2 * HOUR_MS;

/** Held in memory at a time: what is read of a person, some kilobytes, is dropped before the next page comes. */
const PAGE = 250;

/**
 * PROCODE itself: of the next `limit` people by id after `after`, those about whom a model is to be asked in the hour of `at`. Whom the
 * policy holds back is decided about here. Three statements for a page of them at most, and no person's words.
 */
export async function findProactivePeople(
  ctx: Context,
  { at, after, limit = 500 }: { at: Date; after: string | null; limit?: number },
): Promise<ProactivePeople> {
  requireJob(ctx.actor);
  const hourMs = hourOf(at.getTime());
  const userIds: string[] = [];
  let next = after;
  for (let left = limit; left > 0; left -= PAGE) {
    const asked = { hour: new Date(hourMs), after: next, limit: Math.min(PAGE, left), near: nearOf(hourMs) };
    const page = await ctx.store.lookUp((tx) => tx.proactive.listPeople(asked));
    const thoughtOf = page.people.filter((person) => hasSomething(person, hourMs)).map(({ userId }) => userId);
    if (thoughtOf.length > 0) userIds.push(...(await sievePeople(ctx, thoughtOf, hourMs)));
    next = page.next;
    if (next === null) break;
  }
  return { userIds, next };
}

/** What the database can tell of it, so that the many who have nothing near are never read. */
const nearOf = (hourMs: number): ProactiveNear => ({
  dueBefore: new Date(hourMs + HOUR_MS),
  saidSince: new Date(hourMs - SILENT_UNTIL_MS),
  saidBefore: new Date(hourMs + HOUR_MS - SILENT_MS),
});

/** Whether there is anything to think about in the hour that begins at `hourMs`. */
export function hasSomething(
  { zone, snoozedUntil, schedules, loopDueAt, lastSaidAt }: Omit<ProactivePerson, "userId">,
  hourMs: number,
): boolean {
  const endMs = hourMs + HOUR_MS;
  if (loopDueAt && loopDueAt.getTime() < endMs) return true;
  const isSnoozed = snoozedUntil !== null && snoozedUntil.getTime() >= endMs;
  const silentMs = lastSaidAt ? endMs - lastSaidAt.getTime() : 0;
  if (!isSnoozed && silentMs > SILENT_MS && silentMs <= SILENT_UNTIL_MS + HOUR_MS) return true;
  return schedules.some((schedule) => ownOccurrences(schedule, zone, hourMs - SCHEDULE_WINDOW_MS, endMs).length > 0);
}
