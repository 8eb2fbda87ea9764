import type { FeedbackKind } from "@procode/contracts";
import { reasonOf } from "../../chat/explain-refusal.ts";
import { markIf } from "../../command/conversations.ts";
import type { Reply } from "../../reply/reply.ts";
import type { Linked } from "../../update/turn.ts";
import type { Words } from "../../words/words.ts";
import { explainMessage } from "../explain-message.ts";
import { panelButton } from "../panel-button.ts";
import { showCame } from "../show-list.ts";
import { settingButton as button } from "./setting-button.ts";

/** One message of the last 30 days, wherever it came: why it did, and a word on it. Of one that is not kept any more all of them. */
export async function showOne(linked: Linked, words: Words, id: string): Promise<Reply> {
  try {
    const explained = await linked.caller.proactive.explain({ id });
    const { useful, notThis, less, back } = words.proactive;
    const say = (kind: FeedbackKind, label: string) =>
      button(markIf(explained.feedback.includes(kind), label), { of: "judge", kind, id });
    const shown = await explainMessage(linked, words, explained);
    return {
      ...shown,
      text: `${explained.message.text}\n\n${shown.text}`,
      buttons: [[say("up", useful), say("down", notThis), say("less", less)], [panelButton(back, "came")]],
    };
  } catch (error) {
    if (reasonOf(error) !== "no-such-thing") throw error;
    return showCame(linked, words);
  }
}

export async function judgeOne(linked: Linked, words: Words, kind: FeedbackKind, id: string): Promise<Reply> {
  try {
    await linked.caller.proactive.feedback({ id, kind });
  } catch (error) {
    if (reasonOf(error) !== "no-such-thing") throw error;
  }
  return showOne(linked, words, id);
}
