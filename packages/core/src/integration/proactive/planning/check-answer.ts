import type { ProactiveReason } from "../ledger/proactive-repository.ts";
import type { AskedModel, ProactiveAnswer } from "./ask-model.ts";
import type { Candidate } from "./find-candidates.ts";
import { isRepeated } from "./is-repeated.ts";
import { isOrder, judge, type Situation } from "./judge.ts";
import { judgedBy, type PolicyRule } from "./policy.ts";

const LEAST_CONFIDENCE = 0.6;
const GRACE_MS = 2 * 3_600_000;

export type Written = { text: string; plannedAt: Date };
export type Welcome = { candidate: Candidate; atMs: number };
export type Choice =
  | { isSent: false; reasons: ProactiveReason[] }
  | {
      isSent: true;
      answer: ProactiveAnswer;
      candidate: Candidate;
      atMs: number;
      untilMs: number;
      reasons: ProactiveReason[];
    };

/** What a model says is only a proposal: the policy is asked again about its own topic and time, whatever it answered. */
export function checkAnswer(
  { answer }: Pick<AskedModel, "answer">,
  {
    welcome,
    situation,
    written,
    nowMs,
    policy,
  }: {
    welcome: readonly Welcome[];
    situation: Situation;
    written: readonly Written[];
    nowMs: number;
    policy: readonly PolicyRule[];
  },
): Choice {
  const stop = (rule: string, said: string): Choice => ({ isSent: false, reasons: [{ rule, said }] });
  if (!answer) return stop("model", "The model's answer could not be read.");
  if (!answer.send) return stop("model", answer.reason);
  const chosen = welcome.find(({ candidate }) => candidate.topic.toLowerCase() === answer.topic.toLowerCase());
  if (!chosen) return stop("model", `It chose "${answer.topic}", which was not offered.`);
  if (policy.includes("confidence") && answer.confidence < LEAST_CONFIDENCE) {
    return stop("confidence", `It was sure to ${Math.round(answer.confidence * 100)} of 100 only.`);
  }
  if (
    policy.includes("novelty") &&
    isRepeated(
      answer.text,
      comparedWith(chosen.candidate, written).map(({ text }) => text),
    )
  ) {
    return stop("novelty", "The same was written in the last seven days.");
  }
  const { candidate } = chosen;
  // Never before it is due, and not so late that it is worth nothing.
  const latestMs = Math.max(candidate.untilMs, chosen.atMs + GRACE_MS);
  const isOrdered = isOrder(candidate.rule);
  // Who ordered a time gets that time.
  const proposedMs = isOrdered ? chosen.atMs : Date.parse(answer.sendAt);
  const wishedMs = Math.min(Math.max(proposedMs, nowMs, chosen.atMs), latestMs - 1);
  const verdict = judge(situation, { topic: candidate.topic, atMs: wishedMs, isOrdered }, judgedBy(policy));
  if (!verdict.isWelcome) return { isSent: false, reasons: verdict.reasons };
  const reasons = [...verdict.reasons, { rule: "model", said: answer.reason }];
  const untilMs = Math.max(latestMs, verdict.atMs + GRACE_MS);
  return { ...{ isSent: true, answer, candidate, reasons }, atMs: verdict.atMs, untilMs };
}

/** Nobody repeats what was ordered to be repeated: an own schedule, and a reminder that was asked for after the last one came. */
function comparedWith({ rule, knownMs }: Candidate, written: readonly Written[]): readonly Written[] {
  if (rule === "schedule") return [];
  return rule === "reminder" ? written.filter(({ plannedAt }) => plannedAt.getTime() >= knownMs) : written;
}
