import type { ProactiveReason, StoredProactiveMessage } from "../ledger/proactive-repository.ts";
import type { ProactiveAnswer } from "./ask-model.ts";
import type { Candidate } from "./find-candidates.ts";
import { isRepeated } from "./is-repeated.ts";
import { judge, orderOf, type Situation } from "./judge.ts";
import { judgedBy, type PolicyRule } from "./policy.ts";
import { comesOnTime, isOrder } from "./weigh-candidates.ts";
import { wordsOfOrder } from "./words-of-order.ts";

const LEAST_CONFIDENCE = 0.6;
export const GRACE_MS = 2 * 3_600_000;
const NEAR_MS = 3 * 3_600_000;

export type Written = Pick<StoredProactiveMessage, "text" | "slot" | "plannedAt" | "facts">;
export type Welcome = { candidate: Candidate; atMs: number };
/** One message that is going to be sent. `isOwn`: in the person's own words, and not a model's. */
export type Chosen = { candidate: Candidate; isOwn: boolean; text: string; why: string; atMs: number; untilMs: number };
/** `chosen`: none where nothing is to be sent. `refused`: what the model says is done or called off. */
export type Choice = { chosen: Chosen[]; refused: { candidate: Candidate; why: string }[]; reasons: ProactiveReason[] };
type Said = { answer: ProactiveAnswer } | { answer: null; unanswered: ProactiveReason };
type Also = Pick<ProactiveAnswer, "also">;
type Main = Pick<ProactiveAnswer, "text" | "reason" | "sendAt" | "confidence">;
type Asked = {
  /** In the order in which the model was asked about them. */
  welcome: readonly Welcome[];
  situation: Situation;
  written: readonly Written[];
  nowMs: number;
  policy: readonly PolicyRule[];
};

/**
 * What a model says is only a proposal: the policy is asked again about its own topic and time, whatever it answered. What was ordered
 * for a minute of this hour is told beside what it chose, in its words or else in the person's own, unless it says that this is over.
 * Where there is no answer, what was ordered is told all the same.
 */
export function checkAnswer(said: Said, asked: Asked): Choice {
  const { answer } = said;
  if (!answer) return tellWithout(said.unanswered, asked);
  const about = answer.send ? findChosen(answer, asked.welcome) : null;
  const orders = asked.welcome.filter(
    (one) => one !== about && comesOnTime(one) && (answer.send || isAlso(answer, one, asked)),
  );
  const { chosen, refused } = tellOrders(answer, orders, asked);
  if (!answer.send) return { chosen, refused, reasons: [{ rule: "model", said: answer.reason }] };
  const main = about
    ? checkMain(answer, about, withOrders(asked, chosen))
    : { chosen: [], reasons: [{ rule: "model", said: `It chose "${answer.topic}", which was not offered.` }] };
  return { chosen: [...main.chosen, ...chosen], refused, reasons: main.reasons };
}

/** All that was ordered for a minute of this hour, and of what is late the first, for that takes its turn by the hour. */
function tellWithout(unanswered: ProactiveReason, asked: Asked): Choice {
  const onTime = tellOrders({ also: [] }, asked.welcome.filter(comesOnTime), asked);
  const late = asked.welcome.find((one) => isOrder(one) && !comesOnTime(one));
  const turn = late ? checkMain(ownAnswer(late), late, withOrders(asked, onTime.chosen)).chosen : [];
  return {
    chosen: [...onTime.chosen, ...turn.map((one) => ({ ...one, isOwn: true }))],
    refused: [],
    reasons: [unanswered],
  };
}

function ownAnswer({ candidate }: Welcome): Main {
  const { text, why } = wordsOfOrder(candidate);
  return { text, reason: why, sendAt: "", confidence: 1 };
}

function findChosen({ about, topic }: ProactiveAnswer, welcome: readonly Welcome[]): Welcome | null {
  const ofTopic = welcome.filter(({ candidate }) => candidate.topic.toLowerCase() === topic.toLowerCase());
  const named = about === undefined ? undefined : welcome[about - 1];
  return named && ofTopic.includes(named) ? named : (ofTopic[0] ?? null);
}

const findAlso = ({ also }: Also, one: Welcome, { welcome }: Asked) =>
  also.find(({ about }) => about === welcome.indexOf(one) + 1);
const isAlso = (answer: ProactiveAnswer, one: Welcome, asked: Asked): boolean =>
  findAlso(answer, one, asked) !== undefined;

function tellOrders(answer: Also, orders: readonly Welcome[], asked: Asked): Omit<Choice, "reasons"> {
  const chosen: Chosen[] = [];
  const refused: Choice["refused"] = [];
  for (const one of orders) {
    const { candidate, atMs } = one;
    const also = findAlso(answer, one, asked);
    if (also && !also.send) {
      refused.push({ candidate, why: also.reason });
      continue;
    }
    const own = wordsOfOrder(candidate);
    const isOwn = !also?.text.trim();
    const { text, why } = also && !isOwn ? { text: also.text.trim(), why: also.reason.trim() || own.why } : own;
    const beside = asked.welcome.slice(0, asked.welcome.indexOf(one)).filter(comesOnTime);
    const isTwice = isRepeated(
      candidate.words,
      beside.map((other) => other.candidate.words),
    );
    if (asked.policy.includes("novelty") && (isTwice || isSaidBefore(text, candidate, asked.written))) continue;
    chosen.push({ candidate, isOwn, text, why, atMs, untilMs: Math.max(candidate.untilMs, atMs + GRACE_MS) });
  }
  return { chosen, refused };
}

/** What nobody asked for keeps away from the hours of what was ordered. */
const withOrders = (asked: Asked, orders: readonly Chosen[]): Asked => ({
  ...asked,
  situation: {
    ...asked.situation,
    others: [...asked.situation.others, ...orders.map(({ candidate: { topic }, atMs }) => ({ topic, atMs }))],
  },
});

function checkMain(
  answer: Main,
  { candidate, atMs }: Welcome,
  { situation, written, nowMs, policy }: Asked,
): Pick<Choice, "chosen" | "reasons"> {
  const stop = (rule: string, said: string) => ({ chosen: [], reasons: [{ rule, said }] });
  if (policy.includes("confidence") && answer.confidence < LEAST_CONFIDENCE)
    return stop("confidence", `It was sure to ${Math.round(answer.confidence * 100)} of 100 only.`);
  if (policy.includes("novelty") && isSaidBefore(answer.text, candidate, written))
    return stop("novelty", "The same was written in the last seven days.");
  // Never before it is due, and not so late that it is worth nothing. Who ordered a time gets that time.
  const latestMs = Math.max(candidate.untilMs, atMs + GRACE_MS);
  const order = orderOf(candidate.rule, candidate.dueMs);
  const proposedMs = order ? atMs : Date.parse(answer.sendAt);
  const wishedMs = Math.min(Math.max(proposedMs, nowMs, atMs), latestMs - 1);
  const verdict = judge(situation, { topic: candidate.topic, atMs: wishedMs, order }, judgedBy(policy));
  if (!verdict.isWelcome) return { chosen: [], reasons: verdict.reasons };
  const untilMs = Math.max(latestMs, verdict.atMs + GRACE_MS);
  return {
    chosen: [{ candidate, isOwn: false, text: answer.text.trim(), why: answer.reason, atMs: verdict.atMs, untilMs }],
    reasons: [...verdict.reasons, { rule: "model", said: answer.reason }],
  };
}

/**
 * Nobody repeats what was ordered to be repeated: an own schedule, and a reminder that was asked for after the last one came, or for
 * another part of the day, like pills. Compared by what was asked for too, for the words around it are not the same where no model wrote them.
 */
function isSaidBefore(text: string, { rule, words, dueMs, knownMs }: Candidate, written: readonly Written[]): boolean {
  if (rule === "schedule") return false;
  const textsOf = (messages: readonly Written[]) => messages.map((one) => one.text);
  if (rule !== "reminder") return isRepeated(text, textsOf(written));
  const near = written.filter(
    ({ plannedAt, slot }) => plannedAt.getTime() >= knownMs && Math.abs(slot.getTime() - dueMs) < NEAR_MS,
  );
  const wordsOf = near.flatMap(({ facts }) => facts.map((fact) => fact.words));
  return isRepeated(text, textsOf(near)) || isRepeated(words, wordsOf);
}
