import type { FeedbackKind, ProactiveChannel, ProactiveRule, ProactiveState, TopicWeight } from "@procode/contracts";
import { formatDayAndTime } from "../../format/format-when.ts";
import type { Explained } from "./wire-types.ts";

export const WEIGHTS: readonly TopicWeight[] = ["never", "rarely", "sometimes", "often"];
export const WEIGHT_WORDS: Record<TopicWeight, string> = {
  never: "Never",
  rarely: "Rarely",
  sometimes: "Sometimes",
  often: "Often",
};
export const CHANNEL_WORDS: Record<ProactiveChannel, { name: string; by: string; hint: string }> = {
  telegram: { name: "Telegram", by: "by Telegram", hint: "The chat that you linked." },
  web: { name: "PROCODE", by: "in PROCODE", hint: "A conversation of its own, with a note in any open tab." },
  email: { name: "E-mail", by: "by e-mail", hint: "Once a day, all in one letter." },
};
export const OUTCOME_WORDS: Record<Explained["attempts"][number]["outcome"], string> = {
  open: "on its way",
  sent: "delivered",
  uncertain: "uncertain",
  failed: "not taken",
};
/** What there is to be told about before anybody names a topic. */
export const OWN_TOPICS: readonly { topic: string; hint: string }[] = [
  { topic: "Reminders", hint: "What you asked to be reminded of" },
  { topic: "Promises", hint: "What you said you would do" },
  { topic: "Goals", hint: "Dates in your goals" },
  { topic: "Checking in", hint: "After three days of silence" },
];
export const BECAUSE: Record<ProactiveRule, string> = {
  reminder: "You asked to be reminded:",
  promise: "You said that you would do it:",
  goal: "It is the day before a date in your goals:",
  schedule: "You ordered it for this time:",
  silence: "You had not written for some days.",
};
export const SNOOZES = [
  { until: "three-hours", label: "For 3 hours" },
  { until: "tomorrow", label: "Until tomorrow" },
  { until: "week", label: "For a week" },
] as const;
export const THANKS: Record<FeedbackKind, string> = {
  up: "Noted: this was useful.",
  down: "Noted. Two of these keep a topic silent for 14 days.",
  less: "Less of this from now on.",
};
export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

type Tone = "plain" | "success" | "warn" | "danger";
/** How each state is told to its person. */
export const STATE_WORDS: Record<ProactiveState | "skipped", { word: string; tone: Tone; group: HistoryGroup }> = {
  candidate: { word: "Planned", tone: "plain", group: "planned" },
  scheduled: { word: "Planned", tone: "plain", group: "planned" },
  claimed: { word: "Planned", tone: "plain", group: "planned" },
  sending: { word: "On its way", tone: "plain", group: "planned" },
  sent: { word: "Delivered", tone: "success", group: "delivered" },
  read: { word: "Read", tone: "success", group: "delivered" },
  responded: { word: "Answered", tone: "success", group: "delivered" },
  uncertain: { word: "Uncertain", tone: "warn", group: "failed" },
  failed: { word: "Trying again", tone: "warn", group: "failed" },
  dead: { word: "Failed", tone: "danger", group: "failed" },
  cancelled: { word: "Cancelled", tone: "plain", group: "skipped" },
  expired: { word: "Too late", tone: "plain", group: "skipped" },
  skipped: { word: "Skipped", tone: "plain", group: "skipped" },
};
export type HistoryGroup = "planned" | "delivered" | "failed" | "skipped";
export const HISTORY_GROUPS: readonly { value: HistoryGroup | "all"; label: string }[] = [
  { value: "all", label: "All statuses" },
  { value: "delivered", label: "Delivered" },
  { value: "failed", label: "Uncertain or failed" },
  { value: "skipped", label: "Not sent" },
  { value: "planned", label: "Planned" },
];

const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g;

/** How reasons named a channel before they named it in words; what stands in a history stays as it was written. */
const ONCE_SAID = /^It (goes to|can go by) (?:the )?(web|telegram|email)\.$/;

/** A reason with its instants as the clock of `zone` shows them, and channels in words. */
export function withTimes(said: string, now: Date, zone: string): string {
  const [, goes, channel] = ONCE_SAID.exec(said) ?? [];
  if (channel)
    return `It ${goes === "goes to" ? "is" : "can be"} sent ${CHANNEL_WORDS[channel as ProactiveChannel].by}.`;
  return said.replace(INSTANT, (instant) => {
    const when = formatDayAndTime(new Date(instant), now, { timeZone: zone });
    return when.replace(/^(?:Today|Tomorrow|Yesterday)/, (day) => day.toLowerCase());
  });
}

/** Days as people say them: "Weekdays", "Every day", "Mon, Wed". */
export function daysOf(weekdays: readonly number[]): string {
  const sorted = weekdays.toSorted((one, other) => one - other);
  const all = sorted.join("");
  if (all === "1234567") return "Every day";
  if (all === "12345") return "Weekdays";
  if (all === "67") return "Weekends";
  return sorted.map((day) => WEEKDAYS[day - 1]?.slice(0, 3)).join(", ");
}

/** How often a topic is wanted, whatever its spelling in capitals; what is not named is wanted sometimes. */
export function weightOfTopic(topics: Readonly<Record<string, TopicWeight>>, topic: string): TopicWeight {
  return topics[nameOfTopic(topics, topic)] ?? "sometimes";
}

/** The same topics with this one wanted so often, under the name that it has already. */
export function withWeight(
  topics: Readonly<Record<string, TopicWeight>>,
  topic: string,
  weight: TopicWeight,
): Record<string, TopicWeight> {
  return { ...topics, [nameOfTopic(topics, topic)]: weight };
}

const nameOfTopic = (topics: Readonly<Record<string, TopicWeight>>, topic: string): string =>
  Object.keys(topics).find((name) => name.trim().toLowerCase() === topic.trim().toLowerCase()) ?? topic;
