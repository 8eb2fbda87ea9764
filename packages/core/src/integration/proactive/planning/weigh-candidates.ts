import { type Candidate, type CandidateSources, findCandidates, isPutOffTooFar } from "./find-candidates.ts";
import type { ProactiveReason } from "../ledger/proactive-repository.ts";
import { isPunctual, judge, orderOf, type Situation, type Verdict } from "./judge.ts";
import { judgedBy, POLICY, type PolicyRule } from "./policy.ts";

export type Weighed = Verdict & { candidate: Candidate };

/**
 * What may be told in the hour that begins at `hourMs` with what the policy says of each, the most urgent first: what was ordered for a
 * minute of it. Pure: planning and its preview both stand on it.
 */
export function weighCandidates(
  seen: Omit<CandidateSources, "zone" | "snoozedUntil"> & { situation: Situation },
  hourMs: number,
  nowMs: number,
  policy: readonly PolicyRule[] = POLICY,
): Weighed[] {
  const { situation } = seen;
  const { zone, snoozedUntil } = situation.settings;
  const weighed = findCandidates({ ...seen, zone, snoozedUntil }, hourMs, nowMs, policy).map((candidate): Weighed => {
    const { topic, rule, dueMs } = candidate;
    const proposal = { topic, atMs: Math.max(dueMs, nowMs), order: orderOf(rule, dueMs) };
    const verdict = judge(situation, proposal, judgedBy(policy));
    if (!verdict.isWelcome || !policy.includes("stale") || !isPutOffTooFar(candidate, verdict.atMs))
      return { candidate, ...verdict };
    const tooLate = { rule: "stale", said: "It would be put off by more than a day, which is too late for it." };
    return { candidate, ...verdict, isWelcome: false, reasons: [...verdict.reasons, tooLate] };
  });
  return weighed.toSorted((one, other) => Number(comesOnTime(other)) - Number(comesOnTime(one)));
}

export const isOrder = ({ candidate: { rule, dueMs } }: Pick<Weighed, "candidate">): boolean =>
  orderOf(rule, dueMs) !== null;

/** Whether it comes at the time that it was ordered for, beside whatever else comes. */
export const comesOnTime = ({ candidate: { rule, dueMs }, atMs }: Pick<Weighed, "candidate" | "atMs">): boolean =>
  isPunctual(orderOf(rule, dueMs), atMs);

/** Why nothing of it is told: of each what stopped it. */
export function reasonsAgainst(judged: readonly Weighed[]): ProactiveReason[] {
  const reasons = judged.flatMap(({ reasons: said }) => said.slice(-1));
  return reasons.length > 0 ? reasons : [{ rule: "candidates", said: "There was nothing to tell." }];
}
