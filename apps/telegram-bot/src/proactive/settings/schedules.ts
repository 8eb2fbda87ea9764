import type { OwnSchedule } from "@procode/contracts";
import { reasonOf } from "../../chat/explain-refusal.ts";
import { type Reply, say } from "../../reply/reply.ts";
import type { Linked } from "../../update/turn.ts";
import type { Words } from "../../words/words.ts";
import { describeDays } from "./wording/describe-days.ts";
import { keyOf } from "./key-of.ts";
import type { Setting } from "./setting.ts";
import { settingButton as button } from "./setting-button.ts";

type Ordered = OwnSchedule & { words: string };
/** A topic is as long at most. */
const LONGEST_TOPIC = 60;

/** What the person ordered for times of their own. A reply to it with words orders one more. */
export async function showSchedules({ caller }: Linked, words: Words, notice?: string): Promise<Reply> {
  const { schedules } = await caller.proactive.settings();
  const { settings: says, back } = words.proactive;
  const rows = schedules.map((one) => [
    button(`${one.pausedAt === null ? "" : "⏸ "}${timesOf(one, words)} · ${one.words}`, { of: "schedule", id: one.id }),
  ]);
  const text = [
    ...(notice === undefined ? [] : [notice, ""]),
    schedules.length > 0 ? says.schedulesAre : says.noSchedules,
  ];
  return say(text.join("\n"), [...rows, [button(back, { of: "back", from: "schedules" })]]);
}

/** One of them; where it is gone meanwhile all of them. */
export async function showSchedule(linked: Linked, words: Words, id: string): Promise<Reply> {
  const { schedules, settings } = await linked.caller.proactive.settings();
  const schedule = schedules.find((one) => one.id === id);
  if (!schedule) return showSchedules(linked, words);
  const { settings: says, back } = words.proactive;
  const isPaused = schedule.pausedAt !== null;
  const text = `${timesOf(schedule, words)} (${settings.zone})\n${schedule.words}`;
  return say(isPaused ? `${text}\n\n${says.isPaused}` : text, [
    [
      button(isPaused ? says.goOn : says.pause, { of: "pause", id, to: isPaused ? "off" : "on" }),
      button(says.remove, { of: "remove", id }),
    ],
    [button(back, { of: "schedules" })],
  ]);
}

export async function removeSchedule(linked: Linked, words: Words, id: string): Promise<Reply> {
  try {
    await linked.caller.proactive.removeSchedule({ id });
  } catch (error) {
    // Pressed twice.
    if (reasonOf(error) !== "no-such-thing") throw error;
  }
  return showSchedules(linked, words);
}

/** `to`: whether it rests. */
export async function pauseSchedule(linked: Linked, words: Words, id: string, to: "on" | "off"): Promise<Reply> {
  try {
    await linked.caller.proactive.pauseSchedule({ id, paused: to === "on" });
  } catch (error) {
    if (reasonOf(error) !== "no-such-thing") throw error;
  }
  return showSchedule(linked, words, id);
}

/** What was understood of words, before it is ordered. The words stand in a line of their own, where the button finds them again. */
export async function confirmSchedule({ caller }: Linked, words: Words, ordered: Ordered): Promise<Reply> {
  const { settings } = await caller.proactive.settings();
  const { settings: says } = words.proactive;
  const text = [
    says.understood(`${timesOf(ordered, words)} (${settings.zone})`),
    ordered.words,
    ...(settings.optedInAt === null ? ["", says.stillOff] : []),
  ];
  const [days, at] = [ordered.weekdays.toSorted().join(""), ordered.at.replace(":", "")];
  return say(text.join("\n"), [
    [
      button(says.order, { of: "add", days, at, key: keyOf(ordered.words) }),
      button(says.orderNot, { of: "schedules" }),
    ],
  ]);
}

/** Orders what stands in the message that was confirmed; what is ordered already is not ordered twice. */
export async function addSchedule(
  linked: Linked,
  words: Words,
  { days, at, key }: Setting & { of: "add" },
  confirmed: string,
): Promise<Reply> {
  const { proactive } = linked.caller;
  const { settings: says } = words.proactive;
  const ordered = confirmed.split("\n").find((line) => keyOf(line) === key);
  if (ordered === undefined) return showSchedules(linked, words, says.wordsGone);
  const wanted = { weekdays: [...days].map(Number), at: `${at.slice(0, 2)}:${at.slice(2)}`, words: ordered };
  const { schedules } = await proactive.settings();
  if (!schedules.some((one) => isSame(one, wanted))) {
    try {
      await proactive.addSchedule({ ...wanted, topic: ordered.slice(0, LONGEST_TOPIC).toWellFormed().trim() });
    } catch (error) {
      if (reasonOf(error) !== "bad-input") throw error;
      return showSchedules(linked, words, says.tooMany);
    }
  }
  return showSchedules(linked, words, says.ordered);
}

const isSame = (one: Ordered, other: Ordered): boolean =>
  one.at === other.at && one.words === other.words && one.weekdays.toSorted().join() === other.weekdays.join();

/** "Every weekday at 08:00". */
function timesOf({ weekdays, at }: OwnSchedule, words: Words): string {
  const text = `${describeDays(weekdays, words)} ${words.proactive.settings.atTime(at)}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
