import { explainMessage } from "../proactive/explain-message.ts";
import { findRepliedTo } from "../reply/find-replied-to.ts";
import { say } from "../reply/reply.ts";
import type { LinkedContext } from "../update/turn.ts";

// All that is queued for a chat goes out before what is written there is read, so what is `sending` stands there already.
const CAME = new Set(["sending", "sent", "uncertain", "read", "responded"]);

/** /why: about the message that is replied to, else about the last one that nobody asked for in this chat. */
export async function why({ turn, message }: LinkedContext): Promise<void> {
  const { linked, words } = turn;
  const [replied, { messages }] = await Promise.all([findRepliedTo(turn, message), linked.caller.proactive.list()]);
  const came = messages.filter(({ channel, state }) => channel === "telegram" && CAME.has(state));
  const about = came.find(({ messageId }) => replied === null || messageId === replied.messageId);
  if (!about) return turn.say(say(replied === null ? words.proactive.nothingCame : words.proactive.askedFor));
  turn.say(await explainMessage(linked, words, await linked.caller.proactive.explain({ id: about.id })));
}
