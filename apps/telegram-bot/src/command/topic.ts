import type { CommandContext } from "grammy";
import { takeWords } from "../proactive/settings/take-words.ts";
import type { LinkedContext } from "../update/turn.ts";

/** /topic: how often each topic may come, and behind it one by its name, such as "Invoices less". */
export async function topic({ turn, match }: CommandContext<LinkedContext>): Promise<void> {
  turn.say(await takeWords(turn.linked, turn.words, "topics", match));
}
