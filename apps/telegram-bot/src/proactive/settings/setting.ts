import type { FeedbackKind, ProactiveChannel, TopicWeight } from "@procode/contracts";

/** One evening by its ISO number, or all of them alike. */
export type Day = "all" | "1" | "2" | "3" | "4" | "5" | "6" | "7";
/** What a person may say in words: a topic, a schedule, or the quiet hours of an evening. */
export type Asked = "topics" | "schedules" | Day;
type Switched = "on" | "off";

/**
 * A place in the settings, or what becomes of one: always what shall hold and never a step from what held, so that a button pressed
 * twice, or under an old message, does its thing once. `at` is "2200", `days` "12345", `key` stands for words too long for a button.
 */
export type Setting =
  | { of: "topics"; page: string }
  | { of: "topic"; key: string }
  | { of: "weigh"; key: string; weight: TopicWeight }
  | { of: "hours"; day: Day }
  | { of: "from" | "until"; day: Day; at: string }
  | { of: "quiet"; day: Day; to: Switched }
  | { of: "channels" }
  | { of: "channel"; channel: ProactiveChannel; to: Switched }
  | { of: "place"; channel: ProactiveChannel; to: "0" | "1" }
  | { of: "schedules" }
  | { of: "schedule" | "remove"; id: string }
  | { of: "pause"; id: string; to: Switched }
  | { of: "add"; days: string; at: string; key: string }
  | { of: "came"; id: string }
  | { of: "judge"; kind: FeedbackKind; id: string }
  /** Stands under what may be answered in words, and says what those are about: topics, schedules, or an evening's quiet hours. */
  | { of: "back"; from: Asked };

const DAY = /^(?:all|[1-7])$/;
const CLOCK = /^(?:[01]\d|2[0-3])[0-5]\d$/;
const SWITCH = /^(?:on|off)$/;
const CHANNEL = /^(?:telegram|web|email)$/;
const KEY = /^[0-9a-f]{12}$/;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What each carries, in this order. */
const FIELDS: Record<Setting["of"], Record<string, RegExp>> = {
  topics: { page: /^\d$/ },
  topic: { key: KEY },
  weigh: { key: KEY, weight: /^(?:often|sometimes|rarely|never)$/ },
  hours: { day: DAY },
  from: { day: DAY, at: CLOCK },
  until: { day: DAY, at: CLOCK },
  quiet: { day: DAY, to: SWITCH },
  channels: {},
  channel: { channel: CHANNEL, to: SWITCH },
  place: { channel: CHANNEL, to: /^[01]$/ },
  schedules: {},
  schedule: { id: ID },
  remove: { id: ID },
  pause: { id: ID, to: SWITCH },
  add: { days: /^(?=.)1?2?3?4?5?6?7?$/, at: CLOCK, key: KEY },
  came: { id: ID },
  judge: { kind: /^(?:up|down|less)$/, id: ID },
  back: { from: /^(?:topics|schedules|all|[1-7])$/ },
};

/** "until:all:0730"; read again by `readSetting`. */
export function writeSetting(setting: Setting): string {
  const { of, ...rest } = setting;
  const values: Record<string, string> = rest;
  return [of, ...Object.keys(FIELDS[of]).map((field) => values[field])].join(":");
}

/** Null for what no button of ours carries. */
export function readSetting(written: string): Setting | null {
  const [name, ...values] = written.split(":");
  const of = name !== undefined && isName(name) ? name : null;
  const fields = of === null ? [] : Object.entries(FIELDS[of]);
  if (of === null || fields.length !== values.length) return null;
  if (!fields.every(([, pattern], index) => pattern.test(values[index] ?? ""))) return null;
  // Each field has just been matched with what its type allows.
  return { of, ...Object.fromEntries(fields.map(([field], index) => [field, values[index]])) } as Setting;
}

const isName = (name: string): name is Setting["of"] => Object.hasOwn(FIELDS, name);
