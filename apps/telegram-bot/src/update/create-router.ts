import { Composer, type FilterQuery } from "grammy";
import { answerEdit } from "../chat/answer-edit.ts";
import { answerText } from "../chat/answer-text.ts";
import { conversations } from "../command/conversations.ts";
import { membership } from "../command/membership.ts";
import { model } from "../command/model.ts";
import { newConversation } from "../command/new-conversation.ts";
import { pressButton } from "../command/press-button.ts";
import { proactive } from "../command/proactive.ts";
import { quiet } from "../command/quiet.ts";
import { remind } from "../command/remind.ts";
import { retry } from "../command/retry.ts";
import { snooze } from "../command/snooze.ts";
import { start } from "../command/start.ts";
import { stop } from "../command/stop.ts";
import { topic } from "../command/topic.ts";
import { unlink } from "../command/unlink.ts";
import { usage } from "../command/usage.ts";
import { why } from "../command/why.ts";
import { askedIn, takeWords } from "../proactive/settings/take-words.ts";
import { linkGuide } from "../reply/link-guide.ts";
import { say } from "../reply/reply.ts";
import type { BotContext, LinkedContext } from "./turn.ts";

// What a person means to say with something; a message that only tells of a pinned one, say, is none of these.
const UNREAD = [
  "message:file",
  "message:location",
  "message:venue",
  "message:contact",
  "message:poll",
  "message:dice",
  "message:story",
] as const satisfies FilterQuery[];

/** Which handler reads which update. The first that fits does. */
export function createRouter(): Composer<BotContext> {
  const router = new Composer<BotContext>();
  router.on("my_chat_member", membership);
  router.command("start", start);
  // Who blocked the bot is called again only after Start: what came in before is not answered into the void.
  router
    .filter(({ turn }) => turn.connection?.state === "blocked")
    .use(({ turn }) => {
      turn.ignored = "the person blocked the bot";
    });
  router.command("help", ({ turn }) => turn.say(say(turn.words.help)));
  router.on("callback_query:data", pressButton);
  router
    .filter(({ turn }) => turn.linked === null)
    .on("message", ({ turn }) => turn.say(linkGuide(turn.words, turn.page)));
  routeLinked(router.filter((ctx): ctx is LinkedContext => ctx.turn.linked !== null));
  router.use(({ turn }) => {
    turn.ignored = "nothing is to be done for this kind";
  });
  return router;
}

function routeLinked(router: Composer<LinkedContext>): void {
  router.on("edited_message", answerEdit);
  router.command("new", newConversation);
  router.command("conversations", conversations);
  router.command("model", model);
  router.command("usage", usage);
  router.command("retry", retry);
  router.command("stop", stop);
  router.command("proactive", proactive);
  router.command("snooze", snooze);
  router.command("why", why);
  router.command("remind", remind);
  router.command("quiet", quiet);
  router.command("topic", topic);
  router.command("unlink", unlink);
  router
    .on("message::bot_command")
    .filter(({ message }) => message.entities?.[0]?.type === "bot_command" && message.entities[0].offset === 0)
    .use(({ turn }) => turn.say(say(`${turn.words.unknownCommand}\n\n${turn.words.help}`)));
  router.on("message:text", async (ctx) => {
    const asked = askedIn(ctx.message);
    if (asked === null) return answerText(ctx);
    ctx.turn.say(await takeWords(ctx.turn.linked, ctx.turn.words, asked, ctx.message.text));
  });
  router.on(UNREAD, ({ turn }) => turn.say(say(turn.words.notRead)));
}
