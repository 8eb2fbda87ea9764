import type { FeedbackKind, ProactiveChannel, ProactiveRule, ProactiveSettings, TopicWeight } from "@procode/contracts";
import { BY_CHANNEL } from "../channel-words.ts";
import type { ProactiveReason } from "../ledger/proactive-repository.ts";
import { HOUR_MS, hourOf } from "../timing/hour-of.ts";
import { isWithinCaps } from "../timing/is-within-caps.ts";
import { isQuiet, nextWaking } from "../timing/quiet-hours.ts";
import { wallAt } from "../timing/wall-clock.ts";

/** What the rules look at. Times are milliseconds since 1970. */
export type Situation = {
  settings: ProactiveSettings;
  /** The channels that can be used just now. */
  reachable: readonly ProactiveChannel[];
  /** Of the last two weeks. */
  feedback: readonly { topic: string; kind: FeedbackKind; givenMs: number }[];
  /** Every other message that was, may have been, or is going to be sent, around this time. */
  others: readonly { topic: string; atMs: number }[];
  /** Dollars of this month. */
  spentUsd: number;
};
/** What a person asked for, as a reminder or a schedule, and for when. */
export type Order = { rule: "reminder" | "schedule"; forMs: number };
/** `order` null: unasked. */
export type Proposal = { topic: string; atMs: number; order?: Order | null };
/** `atMs`: when it may be told, which is later than proposed where it was put off. */
export type Verdict = { isWelcome: boolean; atMs: number; reasons: ProactiveReason[] };
type Said = { stop: string } | { pass: string; atMs?: number };
type Rule = (situation: Situation, proposal: Proposal) => Said;

const DAY_MS = 86_400_000;
const PUNCTUAL_MS = 10 * 60_000;
const MUTED_BY = { downs: 2, days: 14 };
const IN_SEVEN_DAYS: Record<TopicWeight, number> = {
  often: Number.POSITIVE_INFINITY,
  sometimes: 3,
  rarely: 1,
  never: 0,
};

/**
 * The policy of what may be written unasked, one question after another; the first that stops it ends the asking.
 * Quiet hours, a snooze and an hour that has its message put one off and do not drop it, so that what comes after them is asked about the later time.
 * What a person ordered comes at its time beside whatever else comes, for caps, weights and the one message of an hour are for what nobody
 * asked for. One that is late takes its turn by the hour, so that no night and no outage ends in a heap.
 */
export function judge(situation: Situation, proposal: Proposal, rules: readonly RuleName[] = RULE_NAMES): Verdict {
  let { atMs } = proposal;
  const reasons: ProactiveReason[] = [];
  for (const rule of rules) {
    const said: Said = RULES[rule](situation, { ...proposal, atMs });
    reasons.push({ rule, said: "stop" in said ? said.stop : said.pass });
    if ("stop" in said) return { isWelcome: false, atMs, reasons };
    atMs = said.atMs ?? atMs;
  }
  return { isWelcome: true, atMs, reasons };
}

const RULES = {
  "opt-in": ({ settings }) =>
    settings.optedInAt ? { pass: "You switched it on." } : { stop: "It is not switched on." },
  snooze({ settings: { snoozedUntil } }, { atMs, order = null }) {
    if (!snoozedUntil || snoozedUntil.getTime() <= atMs) return { pass: "It is not snoozed." };
    // A plan for the day at eight is none at noon.
    if (order?.rule === "schedule")
      return {
        stop: `You snoozed until ${snoozedUntil.toISOString()}; a schedule skips that and comes the next time.`,
      };
    return { pass: `Put off until your snooze ends: ${snoozedUntil.toISOString()}.`, atMs: snoozedUntil.getTime() };
  },
  channel({ settings, reachable }) {
    const [channel] = settings.channels.filter((one) => reachable.includes(one));
    return channel
      ? { pass: `It can be sent ${BY_CHANNEL[channel]}.` }
      : { stop: "None of your channels can be used." };
  },
  topic({ settings, feedback, others }, { topic, atMs, order = null }) {
    const weight = weightOf(settings, topic);
    if (weight === "never") return { stop: `You muted "${topic}".` };
    const downs = feedback.filter(
      (one) => isSame(one.topic, topic) && one.kind !== "up" && one.givenMs > atMs - MUTED_BY.days * DAY_MS,
    );
    if (downs.length >= MUTED_BY.downs) return { stop: `"${topic}" is silent for 14 days: you did not like it twice.` };
    const same = others.filter((other) => isSame(other.topic, topic) && Math.abs(other.atMs - atMs) < 7 * DAY_MS);
    if (order) return { pass: `You ordered it, and "${topic}" is not muted.` };
    if (same.length >= IN_SEVEN_DAYS[weight]) return { stop: `"${topic}" came as often as you want it in seven days.` };
    return { pass: `You want "${topic}" ${weight}.` };
  },
  quiet({ settings: { quietHours, zone } }, { atMs }) {
    if (!isQuiet(quietHours, wallAt(zone, atMs))) return { pass: "It is not in your quiet hours." };
    const waking = nextWaking(quietHours, zone, atMs);
    if (waking === null) return { stop: "All of your week is quiet." };
    return { pass: `Put off until your quiet hours end: ${new Date(waking).toISOString()}.`, atMs: waking };
  },
  slot({ settings: { quietHours, zone }, others }, { atMs, order = null }) {
    if (isPunctual(order, atMs)) return { pass: "You ordered it for this time." };
    const taken = new Set(others.map((other) => hourOf(other.atMs)));
    let free: number | null = atMs;
    while (free !== null && taken.has(hourOf(free))) free = nextWaking(quietHours, zone, hourOf(free) + HOUR_MS);
    if (free === null) return { stop: "No hour is free." };
    if (free === atMs) return { pass: "No other message has that hour." };
    return { pass: `Put off to the next hour without a message: ${new Date(free).toISOString()}.`, atMs: free };
  },
  caps({ settings: { caps, zone }, others }, { atMs, order = null }) {
    if (order) return { pass: "You ordered it, so it comes beside your limits." };
    const times = others.map((other) => other.atMs);
    return isWithinCaps(caps, zone, atMs, times)
      ? { pass: `It is within ${caps.perDay} a day and ${caps.perWeek} a week.` }
      : { stop: `You have had ${caps.perDay} that day or ${caps.perWeek} that week.` };
  },
  budget({ settings: { budgetUsd }, spentUsd }, { order = null }) {
    if (spentUsd < Number(budgetUsd)) return { pass: "The month's budget is not used up." };
    const over = `The month's budget of $${budgetUsd} is used up`;
    // A plan for the day is nothing without a model; a reminder is.
    return order?.rule === "reminder" ? { pass: `${over}; your own words cost nothing.` } : { stop: `${over}.` };
  },
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;
export const RULE_NAMES = Object.keys(RULES) as RuleName[];

/** How much a person wants to hear of a topic, whatever its spelling in capitals. */
export function weightOf({ topics }: Pick<ProactiveSettings, "topics">, topic: string): TopicWeight {
  return Object.entries(topics).find(([name]) => isSame(name, topic))?.[1] ?? "sometimes";
}

/** What a rule says was ordered for `forMs`; null for what nobody asked for. */
export const orderOf = (rule: ProactiveRule, forMs: number): Order | null =>
  rule === "reminder" || rule === "schedule" ? { rule, forMs } : null;

/** Whether `atMs` is the time that was ordered; a worker may be some minutes late. */
export const isPunctual = (order: Order | null, atMs: number): boolean =>
  order !== null && atMs - order.forMs < PUNCTUAL_MS;

const isSame = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();
