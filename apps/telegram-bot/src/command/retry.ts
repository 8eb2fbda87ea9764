import { answerTurn } from "../chat/answer-turn.ts";
import { explainRefusal, reasonOf } from "../chat/explain-refusal.ts";
import { say } from "../reply/reply.ts";
import { clientIdOf } from "../update/client-id-of.ts";
import type { LinkedContext } from "../update/turn.ts";
import { findLastAnswer } from "./find-last-answer.ts";

/** /retry: the last answer of this conversation once more, as a branch beside it. */
export async function retry({ turn }: LinkedContext): Promise<void> {
  const { caller } = turn.linked;
  const last = await findLastAnswer(turn.linked);
  if (!last) return turn.say(say(turn.words.nothingToRetry));
  const sent = await caller.chat
    .regenerate({ clientId: clientIdOf(turn.chat, turn.updateId), messageId: last.id })
    .catch((error: unknown) => ({ error }));
  if (!("error" in sent)) return answerTurn(turn, sent);
  turn.say(
    reasonOf(sent.error) === "no-such-thing" ? say(turn.words.nothingToRetry) : explainRefusal(turn, sent.error),
  );
}
