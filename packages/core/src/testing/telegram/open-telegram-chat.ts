import { type Context, jobContext } from "../../context.ts";
import { beat } from "../../conversation/beat.ts";
import { claimTelegramChats } from "../../integration/telegram/delivery/claim-telegram-chats.ts";
import { receiveTelegramUpdates } from "../../integration/telegram/delivery/receive-telegram-updates.ts";
import { announceTelegramBot } from "../../integration/telegram/delivery/announce-telegram-bot.ts";
import type { TelegramOwner } from "../../integration/telegram/telegram-desk.ts";
import type { NewTelegramSend } from "../../integration/telegram/telegram-repository.ts";
import type { TestContext } from "../create-test-context.ts";

export const TEST_BOT = { botId: 77, username: "procode_bot", name: "PROCODE", openUrl: "https://t.me/procode_bot" };

/** A private chat with a bot that runs, as a test writes into it. */
export type TelegramChat = {
  botId: number;
  chatId: number;
  /** The bot's process. */
  job: Context;
  /** A message comes in; resolves to the number of its update. */
  write(text: string): Promise<number>;
  /** Takes the chat for the bot's process, or for another one's. */
  claim(process?: Context): Promise<TelegramOwner>;
  /** A message to this chat, of these words. */
  message(text: string, change?: Partial<NewTelegramSend>): NewTelegramSend;
};

export async function openTelegramChat(base: TestContext, chatId = 501): Promise<TelegramChat> {
  const job = jobContext(base, "test");
  const { botId } = TEST_BOT;
  await announceTelegramBot(job, TEST_BOT);
  let last = chatId * 1_000;
  return {
    ...{ botId, chatId, job },
    async write(text) {
      const update = { updateId: ++last, chatId, kind: "message", payload: { text }, ignore: null };
      await receiveTelegramUpdates(job, { botId, updates: [update] });
      return last;
    },
    async claim(process = job) {
      await beat(process);
      const owners = await claimTelegramChats(process, { botId, limit: 10 });
      const owner = owners.find((claimed) => claimed.chatId === chatId);
      if (!owner) throw new Error("The chat has nothing to do, or a living owner.");
      return owner;
    },
    message: (text, change = {}) => ({
      ...{ botId, chatId, dedupeKey: text, answer: null, part: 1, parts: 1 },
      body: { text, entities: [{ type: "bold", offset: 0, length: 1 }] },
      ...change,
    }),
  };
}
