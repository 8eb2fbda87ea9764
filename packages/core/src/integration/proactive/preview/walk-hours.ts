import type { StoredProactiveMessage, StoredSchedule } from "../ledger/proactive-repository.ts";
import { type CandidateSources, findMissedLoops, isGoingOn } from "../planning/find-candidates.ts";
import { hasSomething } from "../planning/find-proactive-people.ts";
import type { Situation } from "../planning/judge.ts";
import { comesOnTime, type Weighed, weighCandidates } from "../planning/weigh-candidates.ts";
import { HOUR_MS, hourOf } from "../timing/hour-of.ts";
import { ownOccurrences } from "../timing/own-occurrences.ts";
import type { PreviewedProactive } from "./preview-proactive.ts";

/** `key` is its own among all; it is too late from `untilMs` on. */
export type Walked = { key: string; untilMs: number; item: Omit<PreviewedProactive, "letterAt"> };

/** What is known now; the walk goes on from it as if the model always said yes, at once, to the most urgent and to all that was ordered. */
export type Seen = Omit<CandidateSources, "zone" | "snoozedUntil" | "recent"> & {
  situation: Situation;
  recent: readonly (CandidateSources["recent"][number] & Pick<StoredProactiveMessage, "scheduledFor">)[];
};

/** Longer than any schedule is worth telling after its time. */
const NEAR_MS = 3 * HOUR_MS;
const KEPT_MS = 14 * 24 * HOUR_MS;

/** The hours from `fromMs` to `toMs` as the planner would decide them one after another, and what it finds in them by its time. */
export function walkHours(seen: Seen, fromMs: number, toMs: number): Walked[] {
  const found = new Map<string, Walked>();
  const schedulesOf = findSchedules(seen, fromMs, toMs);
  let world = seen;
  for (let hourMs = hourOf(fromMs); hourMs < toMs; hourMs += HOUR_MS) {
    const nowMs = Math.max(fromMs, hourMs);
    world = {
      ...world,
      schedules: schedulesOf(hourMs),
      loops: world.loops.filter((loop) => !isOver(world, loop, nowMs)),
    };
    if (!isThoughtOf(world, hourMs)) continue;
    const weighed = weighCandidates(asSeenAt(world, fromMs, nowMs), hourMs, nowMs);
    const welcome = weighed.filter(({ isWelcome }) => isWelcome);
    const told = welcome.filter((one, place) => place === 0 || comesOnTime(one));
    for (const one of weighed) {
      const { rule, sourceId, dueMs, untilMs } = one.candidate;
      const key = `${rule} ${sourceId} ${dueMs}`;
      found.set(key, { key, untilMs, item: itemOf(one, told) });
    }
    world = after(world, { hourMs, nowMs, told });
  }
  return [...found.values()].sort((one, other) => one.item.at.getTime() - other.item.at.getTime());
}

function itemOf(weighed: Weighed, told: readonly Weighed[]): Walked["item"] {
  const { candidate, isWelcome, atMs, reasons } = weighed;
  const { rule, topic, words } = candidate;
  return {
    ...{ rule, topic, words, at: new Date(atMs), reasons },
    outcome: told.includes(weighed) ? "told" : isWelcome ? "beside" : "held",
  };
}

/** Those whose time is near an hour. Time zones are slow, so that each is asked for its times once and not in each of 168 hours. */
function findSchedules({ schedules, situation }: Seen, fromMs: number, toMs: number) {
  const { zone } = situation.settings;
  const hours = new Map<number, StoredSchedule[]>();
  for (const schedule of schedules)
    for (const dueMs of ownOccurrences(schedule, zone, hourOf(fromMs) - NEAR_MS, toMs + NEAR_MS))
      for (let hourMs = hourOf(dueMs); hourMs <= dueMs + NEAR_MS; hourMs += HOUR_MS)
        hours.set(hourMs, [...(hours.get(hourMs) ?? []), schedule]);
  return (hourMs: number): StoredSchedule[] => hours.get(hourMs) ?? [];
}

/** The hourly run passes over who has nothing, and an hour that was decided is not decided again. */
function isThoughtOf({ situation, schedules, loops, lastSaidAt, decisions }: Seen, hourMs: number): boolean {
  if (!situation.settings.optedInAt || decisions.some(({ hour }) => hour.getTime() === hourMs)) return false;
  const dueMs = loops.map(({ dueAt }) => dueAt.getTime());
  const loopDueAt = dueMs.length > 0 ? new Date(Math.min(...dueMs)) : null;
  const { zone, snoozedUntil } = situation.settings;
  return hasSomething({ zone, snoozedUntil, schedules: [...schedules], loopDueAt, lastSaidAt }, hourMs);
}

/** A loop is closed when it was told, and when its time went by. */
function isOver(world: Seen, loop: Seen["loops"][number], nowMs: number): boolean {
  const { id } = loop;
  return (
    findMissedLoops(world, nowMs).some((missed) => missed.id === id) ||
    toldBy(world, nowMs).some(({ loopId }) => loopId === id)
  );
}

const toldBy = ({ recent }: Seen, nowMs: number) =>
  recent.filter((message) => isGoingOn(message) && message.scheduledFor.getTime() <= nowMs);

/** What the planner will read then: two weeks back, and the money of its own month. */
function asSeenAt(world: Seen, fromMs: number, nowMs: number): Seen {
  const isLaterMonth = new Date(nowMs).getUTCMonth() !== new Date(fromMs).getUTCMonth();
  return {
    ...world,
    recent: world.recent.filter(({ scheduledFor }) => scheduledFor.getTime() >= nowMs - KEPT_MS),
    situation: { ...world.situation, spentUsd: isLaterMonth ? 0 : world.situation.spentUsd },
  };
}

function after(
  world: Seen,
  { hourMs, nowMs, told }: { hourMs: number; nowMs: number; told: readonly Weighed[] },
): Seen {
  const outcome = told.length > 0 ? ("planned" as const) : ("not-sent" as const);
  const decisions = [...world.decisions, { hour: new Date(hourMs), decidedAt: new Date(nowMs), outcome }];
  const messages = told.map(({ candidate: { rule, words, sourceId }, atMs }) => ({
    ...{ rule, loopId: rule === "schedule" ? null : sourceId, facts: [{ kind: "loop" as const, id: sourceId, words }] },
    ...{ state: "scheduled" as const, plannedAt: new Date(nowMs), scheduledFor: new Date(atMs) },
  }));
  const others = [...world.situation.others, ...told.map(({ candidate: { topic }, atMs }) => ({ topic, atMs }))];
  return { ...world, decisions, situation: { ...world.situation, others }, recent: [...world.recent, ...messages] };
}
