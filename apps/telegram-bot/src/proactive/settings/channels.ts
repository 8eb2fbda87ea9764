import type { ProactiveChannel } from "@procode/contracts";
import type { TelegramButton } from "@procode/core";
import { reasonOf } from "../../chat/explain-refusal.ts";
import { type Reply, say } from "../../reply/reply.ts";
import type { Linked } from "../../update/turn.ts";
import type { Words } from "../../words/words.ts";
import { panelButton } from "../panel-button.ts";
import type { Setting } from "./setting.ts";
import { settingButton as button } from "./setting-button.ts";

const CHANNELS: readonly ProactiveChannel[] = ["telegram", "web", "email"];

/** By which ways a message may come, the first one first. */
export async function showChannels({ caller, ctx }: Linked, words: Words): Promise<Reply> {
  const { channels } = (await caller.proactive.settings()).settings;
  const { settings: says, back } = words.proactive;
  // Without a mail server there is no e-mail to choose; who chose it before may still take it out.
  const off = CHANNELS.filter((one) => !channels.includes(one) && (one !== "email" || ctx.channels.email !== null));
  const on = channels.map((channel, index): TelegramButton[] => {
    const before = index - 1;
    return [
      button(`✓ ${index + 1}. ${says.channelNames[channel]}`, { of: "channel", channel, to: "off" }),
      ...(before === 0 || before === 1
        ? [button(says.earlier, { of: "place", channel, to: before === 0 ? "0" : "1" })]
        : []),
    ];
  });
  const others = off.map((channel) => [button(says.channelNames[channel], { of: "channel", channel, to: "on" })]);
  return say(channels.length === 0 ? says.noChannel : says.channelsAre, [
    ...on,
    ...others,
    [panelButton(back, "show")],
  ]);
}

export async function changeChannels(
  linked: Linked,
  words: Words,
  change: Setting & { of: "channel" | "place" },
): Promise<Reply> {
  const { proactive } = linked.caller;
  const { channels } = (await proactive.settings()).settings;
  const wanted = after(channels, change);
  try {
    if (wanted.join() !== channels.join()) await proactive.update({ channels: wanted });
  } catch (error) {
    if (reasonOf(error) !== "email-not-confirmed") throw error;
    return { ...(await showChannels(linked, words)), text: words.proactive.settings.confirmEmail };
  }
  return showChannels(linked, words);
}

function after(channels: ProactiveChannel[], change: Setting & { of: "channel" | "place" }): ProactiveChannel[] {
  const { channel } = change;
  const isOn = channels.includes(channel);
  const others = channels.filter((one) => one !== channel);
  if (change.of === "place") return isOn ? others.toSpliced(Number(change.to), 0, channel) : channels;
  if (change.to === "off") return others;
  return isOn ? channels : [...channels, channel];
}
