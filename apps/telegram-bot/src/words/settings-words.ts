import type { ProactiveChannel, TopicWeight } from "@procode/contracts";

/** What the bot says where the wishes about messages that nobody asked for are set. */
export interface SettingsWords {
  /** Labels of buttons. */
  topics: string;
  schedules: string;
  quiet: string;
  channels: string;

  topicsAre: string;
  /** Of the topics that there always are, by their name. */
  topicNames: Record<string, string>;
  weightNames: Record<TopicWeight, string>;
  tooManyTopics: string;
  topicTooLong: string;

  allDays: string;
  from(at: string): string;
  until(at: string): string;
  quietOff: string;
  quietOn(range: string): string;
  quietIs(quiet: string, zone: string): string;
  quietHow: string;
  zoneNotKnown: string;

  channelsAre: string;
  noChannel: string;
  /** E-mail was pressed, and nobody confirmed the address yet. */
  confirmEmail: string;
  channelNames: Record<ProactiveChannel, string>;
  earlier: string;

  schedulesAre: string;
  noSchedules: string;
  pause: string;
  goOn: string;
  isPaused: string;
  remove: string;
  /** `times`: "Every weekday at 08:00 (Europe/Warsaw)"; what it is about follows in a line of its own. */
  understood(times: string): string;
  order: string;
  orderNot: string;
  ordered: string;
  stillOff: string;
  tooMany: string;
  wordsGone: string;
  /** By the ISO numbers of the days, "12345". */
  daySets: Record<string, string>;
  everyOf(names: readonly string[]): string;
  atTime(at: string): string;

  noTime: string;
  noWords: string;
  remindHow: string;
  /** The whole wish, as a message of the person's own. */
  remindMe(wish: string): string;
  noted(when: string, words: string): string;
}
