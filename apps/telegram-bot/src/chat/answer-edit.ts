import type { SentMessage } from "@procode/contracts";
import { findOwnMessage } from "@procode/core";
import { say } from "../reply/reply.ts";
import { clientIdOf, clientIdOfMessage } from "../update/client-id-of.ts";
import type { LinkedContext } from "../update/turn.ts";
import { answerTurn } from "./answer-turn.ts";
import { explainRefusal } from "./explain-refusal.ts";

/** A message that was changed after it was sent: a branch beside it with the new words and their own answer. */
export async function answerEdit({ turn, editedMessage }: LinkedContext): Promise<void> {
  const text = editedMessage?.text;
  const clientId = clientIdOfMessage(turn.chat, editedMessage?.message_id ?? 0);
  const before = text === undefined ? null : await findOwnMessage(turn.linked.ctx, { clientId });
  if (text === undefined || before === null) return turn.say(say(turn.words.editNotTaken));
  if (text === before.text) {
    turn.ignored = "an edit that left the words as they were";
    return;
  }
  let sent: SentMessage;
  try {
    const { messageId } = before;
    sent = await turn.linked.caller.chat.edit({ clientId: clientIdOf(turn.chat, turn.updateId), messageId, text });
  } catch (error) {
    return turn.say(explainRefusal(turn, error));
  }
  await answerTurn(turn, sent);
}
