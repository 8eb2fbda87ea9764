import { RULE_NAMES, type RuleName } from "./judge.ts";

/**
 * Every rule of what is written unasked, as data, so that a measurement can leave one out and show what it does: those of `judge`;
 * `novelty` and `confidence` of a model's answer; `stale`, what is too late is let go; `talk`, what was said since it was planned.
 */
export type PolicyRule = RuleName | "novelty" | "confidence" | "stale" | "talk";
export const POLICY: readonly PolicyRule[] = [...RULE_NAMES, "novelty", "confidence", "stale", "talk"];

/** Those of a policy that `judge` asks. */
export function judgedBy(policy: readonly PolicyRule[]): readonly RuleName[] {
  return RULE_NAMES.filter((rule) => policy.includes(rule));
}
