import type { ProactiveCaps, ProactiveChannel, ProactiveRule, ProactiveState, TopicWeight } from "@procode/contracts";
import type { SettingsWords } from "./settings-words.ts";

/** What a person allows, each as it stands in a sentence. */
export type Wishes = {
  where: string;
  quiet: string;
  zone: string;
  perDay: number;
  perWeek: number;
  /** "$1.00", for a month. */
  budget: string;
};
/** How much may come at most, and cost in a month: "$1.00". */
export type Limits = ProactiveCaps & { budget: string };
export type Explanation = {
  why: string;
  rule: string;
  topic: string;
  facts: string[];
  /** Model and cost; null where no model was asked. */
  receipt: string | null;
};

/** What the bot says about messages that nobody asked for. */
export interface ProactiveWords {
  settings: SettingsWords;
  /** Labels of buttons. */
  useful: string;
  notThis: string;
  less: string;
  why: string;
  snooze: string;
  threeHours: string;
  tomorrow: string;
  week: string;
  endSnooze: string;
  back: string;
  ahead: string;
  came: string;
  limits: string;
  aDay(count: number): string;
  aWeek(count: number): string;
  aMonth(sum: string): string;
  switchOn: string;
  switchOff: string;

  noted: Record<"up" | "down", string>;
  lessOf(topic: string, weight: string): string;
  weights: Record<TopicWeight, string>;
  /** Also the label of a button, while it holds. */
  snoozed(until: string): string;
  awake: string;
  howLong: string;
  messageNotThere: string;
  disconnected: string;
  nothingCame: string;
  askedFor: string;

  explanation(explained: Explanation): string;
  rules: Record<ProactiveRule, string>;

  /** What switching it on means, before it is done. */
  off(wishes: Wishes): string;
  on(wishes: Wishes): string;
  channels: Record<ProactiveChannel, string>;
  nowhere: string;
  next: string;
  nextSevenDays: string;
  nothingAhead: string;
  lastThirtyDays: string;
  nothingBefore: string;
  states: Record<ProactiveState, string>;
  limitsAre(limits: Limits): string;
  /** By the name of the rule that holds it back; `heldBack` for any other. */
  heldBy: Record<string, string>;
  heldBack: string;

  /** Monday first. */
  weekdays: string[];
  everyDay(range: string): string;
  neverQuiet: string;
  /** A day and a time on the clock of this zone. */
  when(at: Date, zone: string): string;
}
