import { type ModelProvider, POLICY, type PolicyRule } from "@procode/core";
import { findViolations, type Violation } from "./find-violations.ts";
import { liveDay } from "./live-day.ts";
import type { Day } from "./read-days.ts";
import { type Score, scoreDay } from "./score.ts";

export type Lived = { score: Score; violations: Violation[] };
/** What leaving out one rule does: messages that it forbids, and welcome ones that no longer come. */
export type Effect = { rule: PolicyRule; violations: number; lost: number };

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

/** `judge` is asked about the days of `whole` again without this rule; `whole` is what it did with all of them. */
export async function measureEffect(
  days: readonly Day[],
  whole: readonly Lived[],
  judge: ModelProvider,
  rule: PolicyRule,
): Promise<Effect> {
  const without = await liveAll(
    days,
    judge,
    POLICY.filter((name) => name !== rule),
  );
  const broken = (lived: readonly Lived[]) =>
    lived.flatMap(({ violations }) => violations).filter((one) => one.rule === rule).length;
  const right = (lived: readonly Lived[]) => lived.reduce((sum, { score }) => sum + score.right.length, 0);
  return { rule, violations: broken(without) - broken(whole), lost: right(whole) - right(without) };
}
