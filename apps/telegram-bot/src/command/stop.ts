import { say } from "../reply/reply.ts";
import type { LinkedContext } from "../update/turn.ts";
import { findLastAnswer } from "./find-last-answer.ts";

/**
 * /stop in its turn: the answer was stopped when the command came in, and its end was said before this. Where the
 * answer is still being written, from the web, it is stopped now.
 */
export async function stop({ turn }: LinkedContext): Promise<void> {
  const last = await findLastAnswer(turn.linked);
  if (last?.status === "answering" && last.generationId) {
    await turn.linked.caller.chat.stop({ generationId: last.generationId });
    return turn.say(say(turn.words.stopped));
  }
  turn.say(say(last?.status === "stopped" ? turn.words.stopped : turn.words.nothingToStop));
}
