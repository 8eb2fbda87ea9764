import { findOpenLoops } from "@procode/core";
import type { CommandContext } from "grammy";
import { answerWords } from "../chat/answer-text.ts";
import { readSchedule } from "../proactive/settings/wording/read-schedule.ts";
import { takeWords } from "../proactive/settings/take-words.ts";
import { say } from "../reply/reply.ts";
import type { LinkedContext } from "../update/turn.ts";

const ASKS = /^(?:(?:remind )?me|(?:przypomnij )?mi)\s+/i;

/**
 * /remind: what names days that come again is a schedule of one's own, shown as it was understood before it is ordered. What names a
 * time once, in either language, is a message like any other, in which the reminder is found; without words the schedules are shown.
 */
export async function remind(ctx: CommandContext<LinkedContext>): Promise<void> {
  const { turn, match } = ctx;
  const { linked, words } = turn;
  const text = match.trim();
  const isOnce = text !== "" && readSchedule(text).kind === "once";
  if (!isOnce) return turn.say(await takeWords(linked, words, "schedules", text));
  const { settings } = await linked.caller.proactive.settings();
  const asked = words.proactive.settings.remindMe(text.replace(ASKS, ""));
  const [found] = findOpenLoops(asked, settings.zone, turn.job.clock.now().getTime());
  const { settings: says, when } = words.proactive;
  if (!found) return turn.say(say(says.remindHow));
  const isOn = settings.optedInAt !== null;
  turn.say(say(isOn ? says.noted(when(found.dueAt, settings.zone), found.words) : says.stillOff));
  await answerWords(ctx, asked);
}
