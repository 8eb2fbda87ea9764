import { blockTelegram, reactivateTelegram } from "@procode/core";
import type { BotContext } from "../update/turn.ts";

/** The person blocked the bot, or let it in again. Nothing is said: a blocked chat takes nothing. */
export async function membership({ turn, myChatMember }: BotContext): Promise<void> {
  const status = myChatMember?.new_chat_member.status;
  if (status === "kicked" || status === "left") await blockTelegram(turn.job, turn.chat);
  else await reactivateTelegram(turn.job, turn.chat);
  turn.ignored = `the bot is ${status}`;
}
