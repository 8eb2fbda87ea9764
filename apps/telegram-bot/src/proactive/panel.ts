import type { ProactiveSettings } from "@procode/contracts";
import type { TelegramButton } from "@procode/core";
import type { PanelAct } from "../reply/choice.ts";
import { type Reply, say } from "../reply/reply.ts";
import type { Linked } from "../update/turn.ts";
import type { Words } from "../words/words.ts";
import { describeQuiet } from "./describe-quiet.ts";
import { listAhead } from "./list-ahead.ts";
import { panelButton as button } from "./panel-button.ts";
import { lineOf, showAhead, showCame } from "./show-list.ts";
import { changeLimit, showLimits } from "./show-limits.ts";
import { settingButton } from "./settings/setting-button.ts";
import { snoozeOf } from "./snooze-of.ts";

const NEXT = 3;

/** What holds for messages that nobody asked for; where they are off, what switching them on would mean, and the button for it. */
export async function showPanel(linked: Linked, words: Words): Promise<Reply> {
  const { settings } = await linked.caller.proactive.settings();
  const says = words.proactive;
  if (settings.optedInAt === null)
    return say(says.off(wishesOf(settings, words)), [[button(says.switchOn, "on")], ...settingsOf(words)]);
  const snoozedUntil = snoozeOf(linked, words, settings);
  const next = (await listAhead(linked)).filter(({ heldBy }) => heldBy === null).slice(0, NEXT);
  const text = [
    says.on(wishesOf(settings, words)),
    ...(snoozedUntil === null ? [] : [says.snoozed(snoozedUntil)]),
    "",
    ...(next.length === 0 ? [says.nothingAhead] : [says.next, ...next.map((one) => lineOf(one, settings.zone, words))]),
  ];
  const pause = snoozedUntil === null ? button(says.snooze, "snooze") : button(says.endSnooze, "wake");
  return say(text.join("\n"), [
    ...settingsOf(words),
    [button(says.ahead, "ahead"), button(says.came, "came")],
    [pause, button(says.switchOff, "off")],
  ]);
}

/** For how long nothing is to come; where it is off there is nothing to put off. */
export async function showSnoozes(linked: Linked, words: Words): Promise<Reply> {
  const { settings } = await linked.caller.proactive.settings();
  const says = words.proactive;
  if (settings.optedInAt === null) return showPanel(linked, words);
  const snoozedUntil = snoozeOf(linked, words, settings);
  return say(snoozedUntil === null ? says.howLong : `${says.snoozed(snoozedUntil)}\n${says.howLong}`, [
    [button(says.threeHours, "three-hours"), button(says.tomorrow, "tomorrow"), button(says.week, "week")],
    [...(snoozedUntil === null ? [] : [button(says.endSnooze, "wake")]), button(says.back, "show")],
  ]);
}

/** What is done about it, and then what holds. */
export async function pressPanel(linked: Linked, words: Words, act: PanelAct): Promise<Reply> {
  const { proactive } = linked.caller;
  switch (act) {
    case "show":
      break;
    case "ahead":
      return showAhead(linked, words);
    case "came":
      return showCame(linked, words);
    case "limits":
      return showLimits(linked, words);
    case "snooze":
      return showSnoozes(linked, words);
    case "on":
    case "off":
      await proactive.update({ optedIn: act === "on" });
      break;
    case "three-hours":
    case "tomorrow":
    case "week":
    case "wake":
      await proactive.snooze({ until: act === "wake" ? null : act });
      break;
    default:
      return changeLimit(linked, words, act);
  }
  return showPanel(linked, words);
}

function settingsOf({ proactive }: Words): TelegramButton[][] {
  const { settings: says, limits } = proactive;
  return [
    [settingButton(says.topics, { of: "topics", page: "0" }), settingButton(says.schedules, { of: "schedules" })],
    [
      settingButton(says.quiet, { of: "hours", day: "all" }),
      settingButton(says.channels, { of: "channels" }),
      button(limits, "limits"),
    ],
  ];
}

function wishesOf({ channels, quietHours, zone, caps, budgetUsd }: ProactiveSettings, words: Words) {
  const { proactive } = words;
  return {
    ...{ quiet: describeQuiet(quietHours, words), zone, ...caps },
    where: channels.map((channel) => proactive.channels[channel]).join(", ") || proactive.nowhere,
    budget: `$${Number(budgetUsd).toFixed(2)}`,
  };
}
