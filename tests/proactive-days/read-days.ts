import { readdirSync, readFileSync } from "node:fs";
import { POLICY, type PolicyRule } from "@procode/core";
import { addDays, instantOf } from "./wall.ts";

/** Something that happened at a moment of a story. */
export type Act = { atMs: number } & (
  | { kind: "says" | "answers"; text: string }
  | { kind: "goals"; text: string }
  | { kind: "told"; topic: string; text: string; feedback: "up" | "down" | "less" | null }
  | { kind: "snooze"; until: "three-hours" | "tomorrow" | "week" | null }
  | { kind: "off" }
);
/** A message that is welcome between two times, begin and end included; about something, where a word of it is named. */
export type Welcome = { from: string; to: string; about: string };
export type Order = { weekdays: number[]; at: string; topic: string; words: string };
export type Settings = {
  quiet: string;
  caps: { perDay: number; perWeek: number };
  topics: Record<string, "often" | "sometimes" | "rarely" | "never">;
  channels: ("web" | "telegram")[];
  budgetUsd: string;
  isOn: boolean;
};
/** One day of one person: what went before, how they set it, and when which message is welcome. */
export type Day = {
  name: string;
  /** Not looked at while the planner or the judge is improved. */
  isHeldOut: boolean;
  zone: string;
  date: string;
  settings: Settings;
  goals: string;
  orders: Order[];
  acts: Act[];
  away: { fromMs: number; toMs: number }[];
  welcome: Welcome[];
  /** Rules without which this day goes wrong. */
  shows: PolicyRule[];
};

/** Every day of every file in `folder`, in order. Throws on a line that it does not know, with its place. */
export function readDays(folder: URL): Day[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".md"))
    .sort()
    .flatMap((file) => readFile(file.replace(".md", ""), readFileSync(new URL(file, folder), "utf8")));
}

/** Every third day of a file is held out. */
export function readFile(file: string, text: string): Day[] {
  const [, ...stories] = text.split(/^## /m);
  return stories.map((story, index) => {
    const [title = "", ...lines] = story.split("\n").map((line) => line.trim());
    return readDay(`${file}: ${title}`, index % 3 === 2, lines.filter(Boolean));
  });
}

const TIME = "(\\d\\d:\\d\\d)";
const WHEN = `(0|-\\d+) ${TIME}`;
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const FEEDBACK = { liked: "up", disliked: "down", less: "less" } as const;

function readDay(name: string, isHeldOut: boolean, lines: string[]): Day {
  const [head = ""] = lines;
  const [, zone = "Europe/Warsaw", date = "2026-11-24"] = /^(?:([A-Z]\w+\/\w+) )?(\d{4}-\d\d-\d\d)$/.exec(head) ?? [];
  const day: Day = {
    ...{ name, isHeldOut, zone, date, goals: "", orders: [], acts: [], away: [], welcome: [], shows: [] },
    settings: {
      ...{ quiet: "22:00-07:30", caps: { perDay: 2, perWeek: 10 }, topics: {}, channels: ["web"] },
      ...{ budgetUsd: "1", isOn: true },
    },
  };
  let isLabelled = false;
  for (const line of head.endsWith(date) ? lines.slice(1) : lines) {
    if (line === "none" || line.startsWith("welcome ")) isLabelled = true;
    if (line === "none") continue;
    const reader = READERS.find(([pattern]) => pattern.test(line));
    if (!reader) throw new Error(`${name}: nobody understands "${line}".`);
    const [pattern, read] = reader;
    const [, ...parts] = pattern.exec(line) ?? [];
    read(
      day,
      parts.map((part) => part ?? ""),
      (days = "0", time = "00:00") => instantOf(zone, addDays(date, Number(days)), time),
    );
  }
  if (!isLabelled) throw new Error(`${name}: it says neither "welcome" nor "none".`);
  day.acts.sort((one, other) => one.atMs - other.atMs);
  return day;
}

type Read = (day: Day, parts: string[], at: (days?: string, time?: string) => number) => void;

const READERS: [RegExp, Read][] = [
  [
    new RegExp(`^welcome ${TIME}-${TIME} ?(.*)$`),
    ({ welcome }, [from = "", to = "", about = ""]) => void welcome.push({ from, to, about }),
  ],
  [
    new RegExp(`^told ${WHEN} \\[([^\\]]+)\\] (.*?)(?: \\((liked|disliked|less)\\))?$`),
    ({ acts }, [days, time, topic = "", text = "", said = ""], at) => {
      const feedback = said === "liked" || said === "disliked" || said === "less" ? FEEDBACK[said] : null;
      acts.push({ kind: "told", atMs: at(days, time), topic, text, feedback });
    },
  ],
  [
    new RegExp(`^snooze ${WHEN} (three-hours|tomorrow|week|null)$`),
    ({ acts }, [days, time, word], at) => {
      const until = word === "three-hours" || word === "tomorrow" || word === "week" ? word : null;
      acts.push({ kind: "snooze", atMs: at(days, time), until });
    },
  ],
  [new RegExp(`^off ${WHEN}$`), ({ acts }, [days, time], at) => void acts.push({ kind: "off", atMs: at(days, time) })],
  [
    /^off$/,
    ({ settings }) => {
      settings.isOn = false;
    },
  ],
  [
    new RegExp(`^goals ${WHEN} (.*)$`),
    ({ acts }, [days, time, text = ""], at) => void acts.push({ kind: "goals", atMs: at(days, time), text }),
  ],
  [
    /^goals (.*)$/,
    (day, [text = ""]) => {
      day.goals = text.replaceAll("; ", "\n");
    },
  ],
  [
    new RegExp(`^away ${WHEN}-${TIME}$`),
    ({ away }, [days, from, to], at) => void away.push({ fromMs: at(days, from), toMs: at(days, to) }),
  ],
  [
    new RegExp(`^order (\\S+) ${TIME} \\[([^\\]]+)\\] (.*)$`),
    ({ orders }, [names = "", at = "", topic = "", words = ""]) => {
      const weekdays = (names === "daily" ? WEEKDAYS : names.split(",")).map(
        (weekday) => WEEKDAYS.indexOf(weekday) + 1,
      );
      orders.push({ weekdays, at, topic, words });
    },
  ],
  [
    /^quiet (\d\d:\d\d-\d\d:\d\d|none|all|weekend)$/,
    ({ settings }, [quiet = ""]) => {
      settings.quiet = quiet;
    },
  ],
  [
    /^caps (\d+)\/(\d+)$/,
    ({ settings }, [day, week]) => {
      settings.caps = { perDay: Number(day), perWeek: Number(week) };
    },
  ],
  [
    /^mute (.*)$/,
    ({ settings: { topics } }, [topic = ""]) => {
      topics[topic] = "never";
    },
  ],
  [
    /^weight (.*) (often|sometimes|rarely)$/,
    ({ settings: { topics } }, [topic = "", weight]) => {
      topics[topic] = weight === "often" || weight === "rarely" ? weight : "sometimes";
    },
  ],
  [
    /^shows (\S+)$/,
    (day, [name = ""]) => {
      const rule = POLICY.find((one) => one === name);
      if (!rule) throw new Error(`${day.name}: there is no rule "${name}".`);
      day.shows.push(rule);
    },
  ],
  [
    /^budget ([\d.]+)$/,
    ({ settings }, [budgetUsd = "1"]) => {
      settings.budgetUsd = budgetUsd;
    },
  ],
  [
    /^channels (.*)$/,
    ({ settings }, [names = ""]) => {
      settings.channels = names.split(" ").filter((name) => name === "web" || name === "telegram");
    },
  ],
  [
    new RegExp(`^${WHEN} PROCODE: (.*)$`),
    ({ acts }, [days, time, text = ""], at) => void acts.push({ kind: "answers", atMs: at(days, time), text }),
  ],
  [
    new RegExp(`^${WHEN} (.*)$`),
    ({ acts }, [days, time, text = ""], at) => void acts.push({ kind: "says", atMs: at(days, time), text }),
  ],
];
