import { openTelegramLink, reactivateTelegram } from "@procode/core";
import type { CommandContext } from "grammy";
import { linkGuide, pageButton } from "../reply/link-guide.ts";
import { say } from "../reply/reply.ts";
import type { BotContext, Turn } from "../update/turn.ts";

/** Start: with a token it opens a link; without one it tells who is connected, or how to connect. */
export async function start({ turn, match }: CommandContext<BotContext>): Promise<void> {
  const token = match.trim();
  if (turn.connection?.state === "blocked") await reactivateTelegram(turn.job, turn.chat);
  if (token !== "") return openLink(turn, token);
  if (!turn.connection) return turn.say(linkGuide(turn.words, turn.page));
  const { name, email } = await turn.accountOf(turn.connection.userId);
  turn.say(say(turn.words.connected(name || email)));
}

async function openLink(turn: Turn, token: string): Promise<void> {
  const { job, chat, person, words, page } = turn;
  const opened = await openTelegramLink(job, { ...chat, person, token });
  switch (opened.kind) {
    case "opened":
      return turn.ask(say(words.linkOpened(opened.accountName, page), pageButton(words, page)));
    case "over":
      return turn.say(say(words.linkOver(page), pageButton(words, page)));
    case "chat-connected":
      return turn.say(say(words.chatTaken));
    case "too-many-tries":
      return turn.say(say(words.tooManyTries(Math.ceil(opened.retryAfterSeconds / 60))));
  }
}
