import { expect, it } from "vitest";
import { jobContext } from "../../../context.ts";
import { createTestContext } from "../../../testing/index.ts";
import { announceTelegramBot } from "../delivery/announce-telegram-bot.ts";
import { claimTelegramChats } from "../delivery/claim-telegram-chats.ts";
import { blockTelegram } from "./block-telegram.ts";
import { confirmTelegramLink } from "./confirm-telegram-link.ts";
import { createTelegramLink } from "./create-telegram-link.ts";
import { findTelegramConnection } from "./find-telegram-connection.ts";
import { getTelegramStatus } from "./get-telegram-status.ts";
import { openTelegramLink } from "./open-telegram-link.ts";
import { reactivateTelegram } from "./reactivate-telegram.ts";

it("a blocked chat is shown with its reason, gets nothing that was queued, and comes back at Start", async () => {
  const person = await createTestContext().newPerson();
  const job = jobContext(person, "test");
  const chat = { botId: 1, chatId: 1_001 };
  await announceTelegramBot(job, { botId: 1, username: "procode_bot", name: "PROCODE", openUrl: "https://t.me/x" });
  const { link, url } = await createTelegramLink(person);
  const ada = { telegramUserId: 1_001, username: "ada", name: "Ada" };
  await openTelegramLink(job, { ...chat, person: ada, token: new URL(url).searchParams.get("start") ?? "" });
  await confirmTelegramLink(person, { linkId: link.id });

  await blockTelegram(job, chat);
  await blockTelegram(job, chat);
  expect((await getTelegramStatus(person)).connection).toMatchObject({
    state: "blocked",
    reason: expect.stringContaining("blocked in Telegram"),
  });
  // The greeting that was queued is not to be sent any more: there is nothing to do for this chat.
  expect(await claimTelegramChats(job, { botId: 1, limit: 10 })).toEqual([]);

  expect(await reactivateTelegram(job, chat)).toBe(true);
  expect(await findTelegramConnection(job, chat)).toMatchObject({ state: "active", reason: null });
});
