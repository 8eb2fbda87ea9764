import {
  announceTelegramBot,
  confirmTelegramLink,
  createTelegramLink,
  type jobContext as JobContext,
  jobContext,
  type TelegramButton,
  type WaitingTelegramUpdate,
} from "@procode/core";
import { createTestContext, type TestContext } from "@procode/core/testing";
import { createEfforts } from "../chat/create-efforts.ts";
import { createUpdateHandler, type Handled } from "../update/create-update-handler.ts";
import { userOfBot } from "../update/user-of-bot.ts";

const BOT = { botId: 1, username: "procode_bot", name: "PROCODE" };
const CHAT = { botId: 1, chatId: 1_001 };
const ADA = { telegramUserId: 1_001, username: "ada", name: "Ada L" };

export type TestChat = {
  chat: typeof CHAT;
  process: TestContext;
  job: ReturnType<typeof JobContext>;
  /** The account's own side, on the web. */
  person: TestContext & { userId: string };
  /** What the handler makes of a text, with a number of its own, which is also the message's, unless one is given. */
  write(text: string, updateId?: number, languageCode?: string): Promise<Handled>;
  /** The same in reply to a message of the bot's, under which these buttons stand. */
  reply(text: string, telegramMessageId: number, buttons?: TelegramButton[][]): Promise<Handled>;
  edit(messageId: number, text: string, updateId?: number): Promise<Handled>;
  /** `under`: what stands in the message whose button it is. */
  press(data: string, messageId?: number, updateId?: number, under?: string): Promise<Handled>;
  /** What was shown when buttons were pressed, and the labels that stand under a message since. */
  seen: { notices: (string | undefined)[]; labels: string[][] };
  /** Any update. */
  give(payload: object, updateId?: number): Promise<Handled>;
  link(): Promise<void>;
};

/** A chat with the bot on a PROCODE in memory; connected unless told otherwise. */
export async function openChat({
  linked = true,
  languageCode = "en",
  page = "https://procode.example/telegram",
} = {}): Promise<TestChat> {
  const process = createTestContext();
  const person = await process.newPerson();
  const job = jobContext(process, "telegram-bot");
  const handle = createUpdateHandler({
    job,
    door: process.channels.telegram,
    efforts: createEfforts(job),
    me: userOfBot(BOT),
    page,
    signal: new AbortController().signal,
  });
  await announceTelegramBot(job, { ...BOT, openUrl: "https://t.me/procode_bot" });
  const from = {
    id: ADA.telegramUserId,
    is_bot: false,
    first_name: "Ada",
    last_name: "L",
    username: "ada",
    language_code: languageCode,
  };
  const chat = { id: CHAT.chatId, type: "private" as const, first_name: "Ada" };
  let last = 100;

  const give = (payload: object, updateId = ++last) => {
    const update: WaitingTelegramUpdate = {
      updateId,
      kind: "",
      payload: { update_id: updateId, ...payload },
      attempts: 1,
    };
    return handle(CHAT, update);
  };
  const message = (text: string, updateId: number) => ({
    ...{ message_id: updateId, date: 0, chat, from, text, entities: commandIn(text) },
  });
  const link = async () => {
    const { link: made, url } = await createTelegramLink(person);
    const token = new URL(url).searchParams.get("start") ?? "";
    await give({ message: message(`/start ${token}`, ++last) }, last);
    await confirmTelegramLink(person, { linkId: made.id });
  };
  const seen: TestChat["seen"] = { notices: [], labels: [] };
  const { telegram } = process.channels;
  telegram.answerCallback = async ({ text }) => {
    seen.notices.push(text);
    return { kind: "done" };
  };
  telegram.editButtons = async ({ telegramMessageId, buttons }) => {
    seen.labels = buttons.map((row) => row.map(({ text }) => text));
    return { kind: "sent", telegramMessageId };
  };
  if (linked) await link();
  return {
    seen,
    chat: CHAT,
    process,
    job,
    person,
    give,
    link,
    write: (text, updateId = ++last, code = languageCode) =>
      give({ message: { ...message(text, updateId), from: { ...from, language_code: code } } }, updateId),
    reply: (text, telegramMessageId, buttons = []) => {
      const markup = { inline_keyboard: buttons.map((row) => row.map((one) => asTelegram(one))) };
      const repliedTo = { message_id: telegramMessageId, date: 0, chat, text: "a message", reply_markup: markup };
      return give({ message: { ...message(text, ++last), reply_to_message: repliedTo } }, last);
    },
    edit: (messageId, text, updateId = ++last) =>
      give({ edited_message: { message_id: messageId, date: 0, edit_date: 1, chat, from, text } }, updateId),
    press: (data, messageId = 7, updateId = ++last, under = "a list") =>
      give(
        {
          callback_query: {
            id: String(updateId),
            from,
            chat_instance: "1",
            data,
            message: { message_id: messageId, date: 1, chat, text: under },
          },
        },
        updateId,
      ),
  };
}

const asTelegram = (button: TelegramButton) =>
  "data" in button ? { text: button.text, callback_data: button.data } : button;

function commandIn(text: string) {
  const length = /^\/\w+/.exec(text)?.[0].length;
  return length ? [{ type: "bot_command", offset: 0, length }] : [];
}
