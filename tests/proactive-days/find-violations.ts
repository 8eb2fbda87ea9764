import type { PolicyRule } from "@procode/core";
import type { Told } from "./live-day.ts";
import { isQuietThere } from "./quiet-windows.ts";
import type { Day } from "./read-days.ts";
import { DAY_MS, instantOf, wallOf } from "./wall.ts";

/** What a message broke of what its person had set or said, under the rule that forbids it. */
export type Violation = { rule: PolicyRule; told: Told };

const HOUR_MS = 3_600_000;
const STEP_MS = 5 * 60_000;
const LATE_MS = 10 * 60_000;
/** How long after its time each is of any use. */
const USE_HOURS: Record<string, number> = { reminder: 6, promise: 12, goal: 24 };
const WEIGHTS = { often: Number.POSITIVE_INFINITY, sometimes: 3, rarely: 1, never: 0 };
const ORDERED = new Set(["reminder", "schedule"]);

/** Reckoned from the story alone, by other means than the product's. */
export function findViolations(day: Day, all: readonly Told[]): Violation[] {
  const inOrder = [...all].sort((one, other) => one.atMs - other.atMs);
  return inOrder.flatMap((told, place) => {
    if (told.isGiven) return [];
    const before = inOrder.slice(0, place);
    const checks: [PolicyRule, boolean][] = [
      ["opt-in", !isOn(day, told.atMs)],
      ["snooze", snoozedUntil(day, told.atMs) > told.atMs],
      ["channel", !day.settings.channels.includes("web")],
      ["topic", isMuted(day, told) || isTooOften(day, told, before)],
      ["quiet", isQuietThere(day.settings, wallOf(day.zone, told.atMs))],
      ["slot", !isOnTime(day, told) && before.some(({ atMs }) => hourOf(atMs) === hourOf(told.atMs))],
      ["caps", isOverCaps(day, told, before)],
      ["budget", Number(day.settings.budgetUsd) === 0],
      ["novelty", isRepetition(day, told, before)],
      ["confidence", told.confidence < 60],
      ["stale", isStale(day, told)],
      ["talk", isAnswered(day, told)],
    ];
    return checks.flatMap(([rule, isBroken]) => (isBroken ? [{ rule, told }] : []));
  });
}

const hourOf = (atMs: number): number => Math.floor(atMs / HOUR_MS);

const isOn = ({ settings, acts }: Day, atMs: number): boolean =>
  settings.isOn && !acts.some((act) => act.kind === "off" && act.atMs <= atMs);

function snoozedUntil({ acts, zone }: Day, nowMs: number): number {
  const last = acts.findLast((act) => act.kind === "snooze" && act.atMs <= nowMs);
  if (last?.kind !== "snooze" || last.until === null) return 0;
  if (last.until === "tomorrow") return instantOf(zone, wallOf(zone, last.atMs + DAY_MS).date, "09:00");
  return last.atMs + (last.until === "week" ? 7 * DAY_MS : 3 * HOUR_MS);
}

const isNamed = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
const weightIn = ({ settings: { topics } }: Day, topic: string) =>
  Object.entries(topics).find(([name]) => isNamed(name, topic))?.[1] ?? "sometimes";

function isMuted(day: Day, { topic, atMs }: Told): boolean {
  const unliked = day.acts.filter(
    (act) =>
      act.kind === "told" &&
      isNamed(act.topic, topic) &&
      (act.feedback === "down" || act.feedback === "less") &&
      act.atMs > atMs - 14 * DAY_MS,
  );
  return weightIn(day, topic) === "never" || unliked.length >= 2;
}

function isTooOften(day: Day, { topic, rule, atMs }: Told, before: readonly Told[]): boolean {
  const same = before.filter((other) => isNamed(other.topic, topic) && other.atMs > atMs - 7 * DAY_MS);
  return !ORDERED.has(rule) && same.length >= WEIGHTS[weightIn(day, topic)];
}

/** It was ordered for this minute; a worker may be some minutes late. */
function isOnTime({ zone, orders }: Day, { rule, dueMs, atMs }: Told): boolean {
  if (rule === "reminder") return dueMs !== null && atMs - dueMs < LATE_MS;
  const wall = wallOf(zone, atMs);
  const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const isDue = (at: string) =>
    minuteOf(wall.time) >= minuteOf(at) && minuteOf(wall.time) - minuteOf(at) < LATE_MS / 60_000;
  return rule === "schedule" && orders.some(({ at }) => isDue(at));
}

function isOverCaps({ zone, settings: { caps } }: Day, { rule, atMs }: Told, before: readonly Told[]): boolean {
  if (ORDERED.has(rule)) return false;
  const wall = wallOf(zone, atMs);
  const others = before.map((other) => wallOf(zone, other.atMs));
  return (
    others.filter(({ date }) => date === wall.date).length >= caps.perDay ||
    others.filter(({ week }) => week === wall.week).length >= caps.perWeek
  );
}

/** An order of one's own comes as often as it was ordered, and a reminder again where it was asked for again in between. */
function isRepetition({ acts }: Day, { rule, text, atMs }: Told, before: readonly Told[]): boolean {
  const same = before.filter((other) => other.atMs > atMs - 7 * DAY_MS && isSame(other.text, text));
  const isAskedAgain = (sinceMs: number) =>
    acts.some((act) => act.kind === "says" && act.atMs > sinceMs && act.atMs < atMs && /remind/i.test(act.text));
  if (rule === "schedule") return false;
  return same.some((other) => rule !== "reminder" || !isAskedAgain(other.atMs));
}

/** The same words, whatever their order, capitals and signs. */
function isSame(one: string, other: string): boolean {
  const wordsOf = (text: string) => [...new Set(text.toLowerCase().match(/\p{L}+/gu) ?? [])].sort().join(" ");
  return wordsOf(one) === wordsOf(other);
}

/** Counted from the first moment at which it might have come: what was put off by the night or a snooze is not late for it. */
function isStale(day: Day, { dueMs, atMs, rule }: Told): boolean {
  const hours = USE_HOURS[rule];
  if (dueMs === null || hours === undefined) return false;
  let freeMs = dueMs;
  while (freeMs < atMs && (isQuietThere(day.settings, wallOf(day.zone, freeMs)) || snoozedUntil(day, freeMs) > freeMs))
    freeMs += STEP_MS;
  return atMs - freeMs > hours * HOUR_MS || atMs - dueMs > 25 * HOUR_MS;
}

/** What rests on what somebody said, and they wrote again between the plan and the message. */
const isAnswered = ({ acts }: Day, { rule, plannedMs, atMs }: Told): boolean =>
  !ORDERED.has(rule) && acts.some((act) => act.kind === "says" && act.atMs > plannedMs && act.atMs <= atMs);
