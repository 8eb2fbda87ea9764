import type { SnoozeProactiveInput } from "@procode/contracts";
import type { TelegramButton } from "@procode/core";
import { reasonOf } from "../chat/explain-refusal.ts";
import type { Choice } from "../reply/choice.ts";
import type { Reply } from "../reply/reply.ts";
import type { Linked } from "../update/turn.ts";
import type { Words } from "../words/words.ts";
import { explainMessage } from "./explain-message.ts";
import { type Holds, messageButtons, messageSnoozes } from "./message-buttons.ts";
import { snoozeOf } from "./snooze-of.ts";

/** `notice` is shown at once and goes by itself, `buttons` replace those under the message, `said` comes as a reply to it. */
export type PressedMessage = { notice?: string; buttons?: TelegramButton[][]; said?: Reply };

/** A button under a message that nobody asked for. Of one that is not theirs or not kept any more it says so, and changes nothing. */
export async function pressMessage(
  linked: Linked,
  words: Words,
  choice: Choice & { kind: "message" },
): Promise<PressedMessage> {
  try {
    return await act(linked, words, choice);
  } catch (error) {
    if (reasonOf(error) !== "no-such-thing") throw error;
    return { notice: words.proactive.messageNotThere };
  }
}

async function act(linked: Linked, words: Words, { act, id }: Choice & { kind: "message" }): Promise<PressedMessage> {
  const { proactive } = linked.caller;
  const says = words.proactive;
  switch (act) {
    case "up":
    case "down":
    case "less": {
      await proactive.feedback({ id, kind: act });
      const { message, weight, holds } = await read(linked, words, id);
      const notice = act === "less" ? says.lessOf(message.topic, says.weights[weight]) : says.noted[act];
      return { notice, buttons: messageButtons(words, id, holds) };
    }
    case "why": {
      const said = await explainMessage(linked, words, await proactive.explain({ id }));
      return { said };
    }
    case "snooze":
      return { buttons: messageSnoozes(words, id, (await read(linked, words, id)).holds) };
    case "back":
      return { buttons: messageButtons(words, id, (await read(linked, words, id)).holds) };
    default:
      return snooze(linked, words, id, act === "wake" ? null : act);
  }
}

async function snooze(linked: Linked, words: Words, id: string, until: SnoozeProactiveInput["until"]) {
  // Asked first, so that a button of somebody else's message snoozes nothing.
  await read(linked, words, id);
  await linked.caller.proactive.snooze({ until });
  const { holds } = await read(linked, words, id);
  const { snoozed, awake } = words.proactive;
  const notice = holds.snoozedUntil === null ? awake : snoozed(holds.snoozedUntil);
  return { notice, buttons: messageButtons(words, id, holds) };
}

async function read(linked: Linked, words: Words, id: string) {
  const { proactive } = linked.caller;
  const { message, weight, feedback } = await proactive.explain({ id });
  const { settings } = await proactive.settings();
  const holds: Holds = { feedback, snoozedUntil: snoozeOf(linked, words, settings) };
  return { message, weight, holds };
}
