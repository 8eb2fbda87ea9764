import type { SentMessage } from "@procode/contracts";
import { findRepliedTo } from "../reply/find-replied-to.ts";
import { say } from "../reply/reply.ts";
import { clientIdOf, clientIdOfMessage } from "../update/client-id-of.ts";
import type { LinkedContext } from "../update/turn.ts";
import { answerTurn } from "./answer-turn.ts";
import { explainRefusal, reasonOf } from "./explain-refusal.ts";

/** What a connected person wrote: sent as their message, answered here. A reply goes on with the conversation of what it answers. */
export async function answerText(ctx: LinkedContext): Promise<void> {
  await answerWords(ctx, ctx.message?.text ?? "");
}

/** The same for a message whose words are another way to say what it says, as a command's are. */
export async function answerWords({ turn, message }: LinkedContext, text: string): Promise<void> {
  const before = (await findRepliedTo(turn, message))?.conversationId ?? turn.linked.connection.conversationId;
  const clientId = message ? clientIdOfMessage(turn.chat, message.message_id) : clientIdOf(turn.chat, turn.updateId);
  const send = (conversationId: string | null) =>
    turn.linked.caller.chat.send({
      clientId,
      text,
      ...(conversationId ? { conversationId } : {}),
    });
  let sent: SentMessage;
  try {
    sent = await send(before).catch((error: unknown) => {
      if (before === null || reasonOf(error) !== "no-such-thing") throw error;
      return send(null);
    });
  } catch (error) {
    return turn.say(explainRefusal(turn, error));
  }
  if (before !== null && sent.conversationId !== before) turn.say(say(turn.words.conversationGone));
  await answerTurn(turn, sent);
}
