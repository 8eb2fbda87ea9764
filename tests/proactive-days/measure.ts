import { type ModelProvider, POLICY, type PolicyRule } from "@procode/core";
import { findViolations, type Violation } from "./find-violations.ts";
import { liveDay } from "./live-day.ts";
import type { Day } from "./read-days.ts";
import { type Score, scoreDay } from "./score.ts";

export type Lived = { score: Score; violations: Violation[] };
/** What leaving out one rule does: messages that it forbids, and welcome ones that no longer come. */
export type Effect = { rule: PolicyRule; violations: number; lost: number; days: string[] };

/** Lives every one of these days by the same judge. */
export async function liveAll(
  days: readonly Day[],
  judge: ModelProvider,
  policy: readonly PolicyRule[] = POLICY,
): Promise<Lived[]> {
  const lived: Lived[] = [];
  for (const day of days) {
    const told = await liveDay(day, judge, policy);
    lived.push({ score: scoreDay(day, told), violations: findViolations(day, told) });
  }
  return lived;
}

/** Lives these days once with every rule and once without one. */
export async function measureEffect(days: readonly Day[], judge: ModelProvider, rule: PolicyRule): Promise<Effect> {
  const policy = POLICY.filter((name) => name !== rule);
  const [whole, without] = [await liveAll(days, judge), await liveAll(days, judge, policy)];
  const effects = days.map((day, place) => ({
    name: day.name,
    violations: broken(without[place], rule) - broken(whole[place], rule),
    lost: (whole[place]?.score.right.length ?? 0) - (without[place]?.score.right.length ?? 0),
  }));
  const sum = (count: (effect: (typeof effects)[number]) => number) =>
    effects.reduce((total, effect) => total + Math.max(0, count(effect)), 0);
  return {
    ...{ rule, violations: sum(({ violations }) => violations), lost: sum(({ lost }) => lost) },
    days: effects.filter(({ violations, lost }) => violations > 0 || lost > 0).map(({ name }) => name),
  };
}

const broken = (lived: Lived | undefined, rule: PolicyRule): number =>
  lived?.violations.filter((one) => one.rule === rule).length ?? 0;
