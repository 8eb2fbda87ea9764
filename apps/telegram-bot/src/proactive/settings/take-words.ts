import type { TopicWeight } from "@procode/contracts";
import type { Message } from "grammy/types";
import { reasonOf } from "../../chat/explain-refusal.ts";
import { readChoice } from "../../reply/choice.ts";
import { type Reply, say } from "../../reply/reply.ts";
import type { Linked } from "../../update/turn.ts";
import type { Words } from "../../words/words.ts";
import { setQuiet, showQuiet } from "./quiet.ts";
import { readQuiet } from "./wording/read-quiet.ts";
import { readSchedule } from "./wording/read-schedule.ts";
import { confirmSchedule, showSchedules } from "./schedules.ts";
import type { Asked, Day } from "./setting.ts";
import { addTopic, showTopics } from "./topics.ts";

const LONGEST_TOPIC = 60;
// In both languages, whatever the person's Telegram speaks.
const WEIGHTS: [RegExp, TopicWeight][] = [
  [/\s(?:off|never|wcale|nigdy)$/iu, "never"],
  [/\s(?:less|mniej)$/iu, "rarely"],
  [/\s(?:normal|zwykle)$/iu, "sometimes"],
  [/\s(?:more|więcej)$/iu, "often"],
];

/** What the message asked for that somebody replied to; null where it asked for nothing. Told by its own buttons, so nothing is remembered. */
export function askedIn(message: Message | undefined): Asked | null {
  const buttons = message?.reply_to_message?.reply_markup?.inline_keyboard.flat() ?? [];
  for (const button of buttons) {
    const choice = "callback_data" in button ? readChoice(button.callback_data) : null;
    if (choice?.kind === "setting" && choice.setting.of === "back") return choice.setting.from;
  }
  return null;
}

/** Does what a person says in words about a part of their settings; without words it shows that part. */
export async function takeWords(linked: Linked, words: Words, asked: Asked, said: string): Promise<Reply> {
  const text = said.replace(/\s+/g, " ").trim();
  if (asked === "topics") return text === "" ? showTopics(linked, words) : takeTopic(linked, words, text);
  if (asked === "schedules") return text === "" ? showSchedules(linked, words) : takeSchedule(linked, words, text);
  return text === "" ? showQuiet(linked, words, asked) : takeQuiet(linked, words, asked, text);
}

async function takeTopic(linked: Linked, words: Words, text: string): Promise<Reply> {
  const { settings: says } = words.proactive;
  const [pattern, weight] = WEIGHTS.find(([one]) => one.test(text)) ?? [null, null];
  const name = pattern === null ? text : text.replace(pattern, "");
  if (name.length > LONGEST_TOPIC) return say(says.topicTooLong);
  return unlessRefused(() => addTopic(linked, words, { name, weight }), says.tooManyTopics);
}

async function takeSchedule(linked: Linked, words: Words, text: string): Promise<Reply> {
  const { settings: says } = words.proactive;
  const read = readSchedule(text);
  if (read.kind === "understood") return confirmSchedule(linked, words, read.schedule);
  return say({ "no-time": says.noTime, "no-words": says.noWords, once: says.remindHow }[read.kind]);
}

async function takeQuiet(linked: Linked, words: Words, day: Day, text: string): Promise<Reply> {
  const { settings: says } = words.proactive;
  const read = readQuiet(text, day);
  return read === null ? say(says.quietHow) : unlessRefused(() => setQuiet(linked, words, read), says.zoneNotKnown);
}

async function unlessRefused(change: () => Promise<Reply>, refusal: string): Promise<Reply> {
  try {
    return await change();
  } catch (error) {
    if (reasonOf(error) !== "bad-input") throw error;
    return say(refusal);
  }
}
