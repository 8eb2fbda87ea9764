import type { FeedbackKind } from "@procode/contracts";
import type { TelegramButton } from "@procode/core";
import { markIf } from "../command/conversations.ts";
import { type MessageAct, writeChoice } from "../reply/choice.ts";
import type { Words } from "../words/words.ts";

/** What a person said of a message, and until when they want none, in words; nothing for a message that was just sent. */
export type Holds = { feedback: readonly FeedbackKind[]; snoozedUntil: string | null };
const NOTHING_SAID: Holds = { feedback: [], snoozedUntil: null };

/** Under a message that nobody asked for, with a check beside what holds. */
export function messageButtons(words: Words, id: string, holds: Holds = NOTHING_SAID): TelegramButton[][] {
  const { useful, notThis, less, why, snooze, snoozed } = words.proactive;
  const { feedback, snoozedUntil } = holds;
  return [
    [
      button(markIf(feedback.includes("up"), useful), "up", id),
      button(markIf(feedback.includes("down"), notThis), "down", id),
      button(markIf(feedback.includes("less"), less), "less", id),
    ],
    [
      button(why, "why", id),
      button(snoozedUntil === null ? snooze : markIf(true, snoozed(snoozedUntil)), "snooze", id),
    ],
  ];
}

/** The same place while the person chooses for how long. */
export function messageSnoozes(words: Words, id: string, { snoozedUntil }: Holds): TelegramButton[][] {
  const { threeHours, tomorrow, week, endSnooze, back } = words.proactive;
  return [
    [button(threeHours, "three-hours", id), button(tomorrow, "tomorrow", id), button(week, "week", id)],
    [...(snoozedUntil === null ? [] : [button(endSnooze, "wake", id)]), button(back, "back", id)],
  ];
}

const button = (text: string, act: MessageAct, id: string): TelegramButton => ({
  text,
  data: writeChoice({ kind: "message", act, id }) ?? "",
});
