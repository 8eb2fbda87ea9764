import type { ProactiveRule } from "@procode/contracts";
import type {
  OpenLoop,
  ProactiveDecision,
  StoredProactiveMessage,
  StoredSchedule,
} from "../ledger/proactive-repository.ts";
import { HOUR_MS, hourOf } from "../timing/hour-of.ts";
import { ownOccurrences } from "../timing/own-occurrences.ts";
import { POLICY, type PolicyRule } from "./policy.ts";

/** Something worth writing about, before anybody asked whether it is welcome. */
export type Candidate = {
  rule: ProactiveRule;
  topic: string;
  words: string;
  /** When it is best told, in milliseconds since 1970. */
  dueMs: number;
  /** Too late from then on. */
  untilMs: number;
  /** The loop or schedule behind it. */
  sourceId: string | null;
  /** Since when it is wished for. */
  knownMs: number;
};
export type CandidateSources = {
  loops: readonly OpenLoop[];
  schedules: readonly StoredSchedule[];
  /** Planned or sent in the last two weeks. */
  recent: readonly Pick<StoredProactiveMessage, "rule" | "loopId" | "facts" | "plannedAt" | "state">[];
  /** Of the last two days. */
  decisions: readonly Pick<ProactiveDecision, "hour" | "decidedAt" | "outcome">[];
  /** When the person last wrote. */
  lastSaidAt: Date | null;
  snoozedUntil: Date | null;
  zone: string;
};

const DAY_MS = 24 * HOUR_MS;
/** For how long each is worth telling after its time: what was missed for longer is dropped, so that nobody wakes up to a heap. */
const WINDOW_MS: Record<ProactiveRule, number> = {
  reminder: 6 * HOUR_MS,
  promise: 12 * HOUR_MS,
  schedule: 2 * HOUR_MS,
  goal: DAY_MS,
  silence: DAY_MS,
};
// What was ordered first, since it has its time to itself.
const ORDER: readonly ProactiveRule[] = ["reminder", "schedule", "promise", "goal", "silence"];
/** After which somebody is asked how they are; that long after it nobody is any more. */
export const SILENT_MS = 3 * DAY_MS;
export const SILENT_UNTIL_MS = SILENT_MS + WINDOW_MS.silence;

/**
 * What may be told in the hour that begins at `hourMs`, the most urgent first; what had its chance in an hour before is not among
 * it. An hour has one message that nobody asked for, so that where something else was told what stood beside it comes with the next.
 */
export function findCandidates(
  sources: CandidateSources,
  hourMs: number,
  nowMs: number,
  policy: readonly PolicyRule[] = POLICY,
): Candidate[] {
  const refused = sources.decisions.filter(({ outcome }) => outcome === "not-sent");
  const decided = new Map(refused.map(({ hour, decidedAt }) => [hour.getTime(), decidedAt.getTime()]));
  const hadItsChance = (dueMs: number, knownSinceMs: number) =>
    hourOf(dueMs) < hourMs && (decided.get(hourOf(dueMs)) ?? Number.NEGATIVE_INFINITY) >= knownSinceMs;
  const isLive = ({ dueMs, untilMs }: Candidate) => dueMs < hourMs + HOUR_MS && nowMs < untilMs;
  const found = [
    ...fromLoops(sources, hadItsChance),
    ...fromSchedules(sources, hourMs, hadItsChance),
    ...fromSilence(sources, hourMs),
  ];
  return (policy.includes("stale") ? found : found.map(withoutEnd))
    .filter(isLive)
    .sort((one, other) => ORDER.indexOf(one.rule) - ORDER.indexOf(other.rule) || one.dueMs - other.dueMs);
}

/** Whether it would come on another day than it was wished for: put off as long as that it says nothing any more. */
export const isPutOffTooFar = ({ dueMs }: Pick<Candidate, "dueMs">, atMs: number): boolean => atMs - dueMs > DAY_MS;

/** Loops whose time went by with nobody to tell of them; one whose message was put off past it is still going to be told. */
export function findMissedLoops(
  { loops, recent }: Pick<CandidateSources, "loops" | "recent">,
  nowMs: number,
): OpenLoop[] {
  const planned = plannedLoops(recent);
  return loops.filter(({ id, kind, dueAt }) => !planned.has(id) && nowMs >= dueAt.getTime() + WINDOW_MS[kind]);
}

type HadItsChance = (dueMs: number, knownSinceMs: number) => boolean;
const WENT_WRONG = ["cancelled", "expired", "dead"];

const plannedLoops = (recent: CandidateSources["recent"]): Set<string | null> =>
  new Set(recent.filter(isGoingOn).map(({ loopId }) => loopId));

/** Whether a message was told or is going to be. */
export const isGoingOn = ({ state }: Pick<StoredProactiveMessage, "state">): boolean => !WENT_WRONG.includes(state);

function fromLoops({ loops, recent }: CandidateSources, hadItsChance: HadItsChance): Candidate[] {
  const planned = plannedLoops(recent);
  return loops
    .filter(({ id, dueAt, createdAt }) => !planned.has(id) && !hadItsChance(dueAt.getTime(), createdAt.getTime()))
    .map(candidateOf);
}

/** A loop as something worth writing about. */
export const candidateOf = ({ id, kind, topic, words, dueAt, createdAt }: OpenLoop): Candidate =>
  candidate(kind, { topic, words, dueMs: dueAt.getTime(), sourceId: id, knownMs: createdAt.getTime() });

function fromSchedules(
  { schedules, recent, zone }: CandidateSources,
  hourMs: number,
  hadItsChance: HadItsChance,
): Candidate[] {
  return schedules.flatMap((schedule) => {
    const from = Math.max(schedule.createdAt.getTime(), hourMs - WINDOW_MS.schedule);
    const dueMs = ownOccurrences(schedule, zone, from, hourMs + HOUR_MS).at(-1);
    if (dueMs === undefined || hadItsChance(dueMs, schedule.createdAt.getTime())) return [];
    const isPlanned = recent.some(
      ({ facts, plannedAt }) => facts.some(({ id }) => id === schedule.id) && plannedAt.getTime() >= hourOf(dueMs),
    );
    const { id: sourceId, topic, words } = schedule;
    return isPlanned ? [] : [candidate("schedule", { topic, words, dueMs, sourceId, knownMs: dueMs })];
  });
}

/**
 * Counted from the person's own last message: what PROCODE wrote meanwhile ends no silence. One word in a silence is enough, and one in
 * the days that are looked back at. Who snoozes wants silence.
 */
function fromSilence({ lastSaidAt, snoozedUntil, recent }: CandidateSources, hourMs: number): Candidate[] {
  const isSnoozed = snoozedUntil !== null && snoozedUntil.getTime() >= hourMs + HOUR_MS;
  if (!lastSaidAt || isSnoozed || recent.some(({ rule }) => rule === "silence")) return [];
  const dueMs = lastSaidAt.getTime() + SILENT_MS;
  const words = `Nothing was said since ${lastSaidAt.toISOString().slice(0, 10)}.`;
  return [candidate("silence", { topic: "Checking in", words, dueMs, sourceId: null, knownMs: dueMs })];
}

const withoutEnd = (one: Candidate): Candidate => ({ ...one, untilMs: one.dueMs + 365 * DAY_MS });

const candidate = (rule: ProactiveRule, rest: Omit<Candidate, "rule" | "untilMs">): Candidate => ({
  ...{ ...rest, rule, untilMs: rest.dueMs + WINDOW_MS[rule] },
});
