import { Api, Bot, GrammyError } from "grammy";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTelegramSandbox, type TelegramSandbox } from "./create-telegram-sandbox.ts";

let sandbox: TelegramSandbox;
let api: Api;
beforeEach(async () => {
  sandbox = await createTelegramSandbox();
  api = new Api("mock_token", { apiRoot: sandbox.url });
});
afterEach(() => sandbox.close());

const demo = () => sandbox.person({ id: 1001, firstName: "Demo user", username: "demo_user" });

test("a grammY bot gets what a person says and answers into the same chat", async () => {
  const bot = new Bot("mock_token", { client: { apiRoot: sandbox.url } });
  bot.command("start", (ctx) => ctx.reply(`Hello ${ctx.match}`));
  bot.on("message:text", (ctx) => ctx.reply(ctx.message.text.toUpperCase()));
  const running = bot.start();
  const person = demo();
  person.start("TOKEN");
  person.say("one");
  await expect
    .poll(() =>
      person
        .sees()
        .messages.map(({ text }) => text)
        .toSorted(),
    )
    .toEqual(["/start TOKEN", "Hello TOKEN", "ONE", "one"].toSorted());
  await bot.stop();
  await running;
});

test("getMe names the bot", async () => {
  expect(await api.getMe()).toMatchObject({ is_bot: true, first_name: "PROCODE", username: "procode_demo_bot" });
});

test("a wrong token is 401, an unknown method 404, in Telegram's words", async () => {
  await expect(new Api("bad", { apiRoot: sandbox.url }).getMe()).rejects.toThrow("401: Unauthorized");
  const response = await fetch(`${sandbox.url}/botmock_token/sendNothing`);
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ ok: false, error_code: 404, description: "Not Found" });
});

test("the same call by query, form, multipart and JSON", async () => {
  demo().start();
  const entities = [{ type: "bold", offset: 0, length: 2 }];
  const fields = { chat_id: "1001", text: "hi there", entities: JSON.stringify(entities) };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const url = `${sandbox.url}/botmock_token/sendmessage`;
  const answers = [
    await fetch(`${url}?${new URLSearchParams(fields)}`),
    await fetch(url, { method: "POST", body: new URLSearchParams(fields) }),
    await fetch(url, { method: "POST", body: form }),
    await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...fields, chat_id: 1001, entities }),
    }),
  ];
  for (const answer of answers)
    expect(await answer.json()).toMatchObject({ ok: true, result: { text: "hi there", entities, chat: { id: 1001 } } });
});

test("nobody is written to who did not press Start or who blocked the bot", async () => {
  await expect(api.sendMessage(1001, "x")).rejects.toThrow("400: Bad Request: chat not found");
  const person = demo();
  await expect(api.sendMessage(1001, "x")).rejects.toThrow("400: Bad Request: chat not found");
  person.start();
  await api.sendMessage(1001, "x");
  person.block();
  await expect(api.sendMessage(1001, "x")).rejects.toThrow("403: Forbidden: bot was blocked by the user");
  person.start();
  expect(await api.sendMessage(1001, "y")).toMatchObject({ text: "y" });
  expect(sandbox.log.entries().filter(({ type }) => type === "refused")).toHaveLength(3);
});

test.each([
  ["", "message text is empty"],
  [" \n ", "message text is empty"],
  ["x".repeat(4097), "message is too long"],
])("a text that Telegram does not take (%#)", async (text, words) => {
  demo().start();
  await expect(api.sendMessage(1001, text)).rejects.toThrow(`400: Bad Request: ${words}`);
});

test("4,096 units with white space around them are taken and trimmed", async () => {
  demo().start();
  expect((await api.sendMessage(1001, `\n ${"x".repeat(4096)}\n`)).text).toHaveLength(4096);
});

test("an edit changes text and buttons, and is refused when it changes nothing", async () => {
  const person = demo();
  person.start();
  const keyboard = { inline_keyboard: [[{ text: "A", callback_data: "a" }]] };
  const { message_id } = await api.sendMessage(1001, "one", { reply_markup: keyboard });
  await expect(api.editMessageText(1001, message_id, "one", { reply_markup: keyboard })).rejects.toThrow(
    "message is not modified",
  );
  await api.editMessageText(1001, message_id, "two", { reply_markup: keyboard });
  await api.editMessageReplyMarkup(1001, message_id);
  expect(person.sees().messages.at(-1)).toMatchObject({ message_id, text: "two", buttons: [], isEdited: true });
  await expect(api.editMessageText(1001, 999, "x")).rejects.toThrow("message to edit not found");
});

test("a draft is seen until the next message", async () => {
  const person = demo();
  person.start();
  await api.sendMessageDraft(1001, 7, "Once");
  await api.sendMessageDraft(1001, 7, "Once upon");
  expect(person.sees().draft).toMatchObject({ draft_id: 7, text: "Once upon" });
  await api.sendMessage(1001, "Once upon a time");
  expect(person.sees().draft).toBeNull();
});

test("a pressed button is a callback query that is answered once", async () => {
  const person = demo();
  person.start();
  await api.sendMessage(1001, "Choose", { reply_markup: { inline_keyboard: [[{ text: "A", callback_data: "a" }]] } });
  person.press("A");
  const [, update] = await api.getUpdates({ limit: 10 });
  const query = update?.callback_query;
  expect(query).toMatchObject({ data: "a", message: { text: "Choose" }, from: { id: 1001 } });
  await api.answerCallbackQuery(query?.id ?? "", { text: "Done" });
  expect(person.sees().notice).toMatchObject({ text: "Done" });
  await expect(api.answerCallbackQuery(query?.id ?? "")).rejects.toThrow("query is too old");
  await expect(api.answerCallbackQuery("1")).rejects.toBeInstanceOf(GrammyError);
});

test("commands are set, read and shown, the list of a language before the common one", async () => {
  await api.setMyCommands([{ command: "new", description: "New chat" }]);
  await api.setMyCommands([{ command: "new", description: "Nowy czat" }], { language_code: "pl" });
  expect(await api.getMyCommands()).toEqual([{ command: "new", description: "New chat" }]);
  const pole = sandbox.person({ id: 2, firstName: "Ala", languageCode: "pl" });
  expect(pole.sees().commands[0]?.description).toBe("Nowy czat");
  expect(demo().sees().commands[0]?.description).toBe("New chat");
});

test("a file is found and downloaded", async () => {
  const id = sandbox.control.addFile("note.ogg", Buffer.from("sound"));
  const { file_path } = await api.getFile(id);
  expect(await (await fetch(`${sandbox.url}/file/botmock_token/${file_path}`)).text()).toBe("sound");
  await expect(api.getFile("none")).rejects.toThrow("invalid file_id");
});
