import type { TelegramButton } from "@procode/core";
import { writeChoice } from "../reply/choice.ts";
import { say } from "../reply/reply.ts";
import type { LinkedContext } from "../update/turn.ts";

/** /unlink asks first: the chat can not be connected again without the web. */
export async function unlink({ turn }: LinkedContext): Promise<void> {
  const { words } = turn;
  const button = (text: string, id: "yes" | "no"): TelegramButton => ({
    text,
    data: writeChoice({ kind: "unlink", id }) ?? "",
  });
  turn.say(say(words.unlinkAsk, [[button(words.unlinkYes, "yes"), button(words.unlinkNo, "no")]]));
}
