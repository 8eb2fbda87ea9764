import type { SnoozeProactiveInput } from "@procode/contracts";
import type { CommandContext } from "grammy";
import { pressPanel, showSnoozes } from "../proactive/panel.ts";
import type { PanelAct } from "../reply/choice.ts";
import type { LinkedContext } from "../update/turn.ts";

type Asked = Exclude<SnoozeProactiveInput["until"], null> | "wake";
// In both languages, whatever the person's Telegram speaks.
const ASKED: [RegExp, Asked & PanelAct][] = [
  [/^(3|three|trzy)\s*(h|hours?|g|godz\.?|godziny)?$/i, "three-hours"],
  [/^(tomorrow|jutro|do jutra)$/i, "tomorrow"],
  [/^((a|1|one)?\s*week|7\s*d(ays|ni)?|tydzień|tydzien)$/i, "week"],
  [/^(end|off|koniec)$/i, "wake"],
];

/** /snooze: for how long nothing is to come, by what is written behind it, else by buttons. */
export async function snooze({ turn, match }: CommandContext<LinkedContext>): Promise<void> {
  const { linked, words } = turn;
  const act = ASKED.find(([pattern]) => pattern.test(match.trim()))?.[1];
  const { settings } = await linked.caller.proactive.settings();
  const isOn = settings.optedInAt !== null;
  turn.say(act && isOn ? await pressPanel(linked, words, act) : await showSnoozes(linked, words));
}
