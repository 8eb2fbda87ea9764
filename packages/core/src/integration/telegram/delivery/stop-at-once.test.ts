import { expect, it } from "vitest";
import { jobContext } from "../../../context.ts";
import { sendMessage } from "../../../conversation/send-message.ts";
import { createTestContext } from "../../../testing/index.ts";
import { chooseTelegramConversation } from "../linking/choose-telegram-conversation.ts";
import { confirmTelegramLink } from "../linking/confirm-telegram-link.ts";
import { createTelegramLink } from "../linking/create-telegram-link.ts";
import { openTelegramLink } from "../linking/open-telegram-link.ts";
import { announceTelegramBot } from "./announce-telegram-bot.ts";
import { receiveTelegramUpdates } from "./receive-telegram-updates.ts";

it("a /stop ends what is being written for its chat when it comes in, and one that comes again ends nothing", async () => {
  const person = await createTestContext().newPerson();
  const job = jobContext(person, "test");
  const chat = { botId: 1, chatId: 1_001 };
  await announceTelegramBot(job, { botId: 1, username: "procode_bot", name: "PROCODE", openUrl: "https://t.me/x" });
  const { link, url } = await createTelegramLink(person);
  const token = new URL(url).searchParams.get("start") ?? "";
  await openTelegramLink(job, { ...chat, person: { telegramUserId: 1, username: null, name: "Ada" }, token });
  await confirmTelegramLink(person, { linkId: link.id });

  const aborted: string[] = [];
  person.models.script = async function* ({ signal, messages }) {
    yield { type: "started", providerId: "gen-1", model: "vendor/small" };
    yield { type: "text", text: "Once upon" };
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    aborted.push(messages.at(-1)?.content ?? "");
  };
  const stop = (updateId: number) =>
    receiveTelegramUpdates(job, {
      botId: 1,
      updates: [{ updateId, chatId: 1_001, kind: "message", payload: { message: { text: "/stop" } }, ignore: null }],
    });
  const ask = async (text: string, clientId: string) => {
    const { conversationId } = await sendMessage(person, { clientId, text });
    await chooseTelegramConversation(person, { conversationId });
  };

  await ask("first", "55555555-5555-7555-8555-000000000001");
  await stop(7);
  await person.untilIdle();
  await ask("second", "55555555-5555-7555-8555-000000000002");
  await stop(7);
  expect(aborted).toEqual(["first"]);
  await stop(8);
  await person.untilIdle();
  expect(aborted).toEqual(["first", "second"]);
});
