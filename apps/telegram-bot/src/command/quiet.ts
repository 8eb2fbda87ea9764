import type { CommandContext } from "grammy";
import { takeWords } from "../proactive/settings/take-words.ts";
import type { LinkedContext } from "../update/turn.ts";

/** /quiet: the hours in which nothing comes unasked, and behind it in words what they are to be. */
export async function quiet({ turn, match }: CommandContext<LinkedContext>): Promise<void> {
  turn.say(await takeWords(turn.linked, turn.words, "all", match));
}
