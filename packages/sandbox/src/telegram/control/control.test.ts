import { expect, test } from "vitest";
import { openSandbox } from "../testing/open-sandbox.ts";
import { connectTelegramSandbox } from "./connect-telegram-sandbox.ts";

test("people, updates, faults and the log are within reach of another process", async () => {
  await using room = await openSandbox();
  const remote = connectTelegramSandbox(room.sandbox.url);
  const ada = await remote.person({ id: 5, firstName: "Ada", languageCode: "en" });
  await ada.start("abc");
  await room.api.sendMessage(5, "Choose", { reply_markup: { inline_keyboard: [[{ text: "A", callback_data: "a" }]] } });
  expect(await ada.press("a")).toEqual({});
  const id = await ada.say("one");
  await ada.edit(id, "two");
  await ada.block();
  await expect(ada.say("x")).rejects.toThrow("Ada blocked the bot");
  await ada.unblock();
  await room.api.raw.sendMessageDraft({ chat_id: 5, draft_id: 1, text: "draft", can_stop: true });
  await ada.stop();
  const sees = await ada.sees();
  expect(sees.messages.map(({ text }) => text)).toEqual(["/start abc", "Choose", "two"]);
  expect(sees.draft).toMatchObject({ text: "draft" });
  const { update_id } = await remote.push({ message: { message_id: 9, date: 1, chat: { id: -1, type: "group" } } });
  expect((await room.api.getUpdates()).at(-1)?.update_id).toBe(update_id);

  await remote.control({ rules: [{ method: "sendMessage", times: 1, fault: { refuse: "flood", retryAfter: 3 } }] });
  await expect(room.api.sendMessage(5, "x")).rejects.toThrow("retry after 3");
  expect((await remote.entries()).at(-1)).toMatchObject({ type: "refused", error_code: 429 });
  await remote.control({ redeliver: { updateId: update_id }, flood: { perBot: 30, perChat: 1 } });
  await remote.control({ reset: true });
});

test("an entry to come can be waited for", async () => {
  await using room = await openSandbox();
  const remote = connectTelegramSandbox(room.sandbox.url);
  const waiting = remote.waitFor((entry) => entry.type === "accepted" && entry.text === "late");
  await room.api.sendMessage(1001, "early");
  await room.api.sendMessage(1001, "late");
  expect(await waiting).toMatchObject({ text: "late", chat_id: 1001, method: "sendMessage" });
  await expect(remote.waitFor(() => false, 50)).rejects.toThrow("No fitting log entry within 50 ms");
});

test("what cannot be done is a sentence with status 400", async () => {
  await using room = await openSandbox();
  const remote = connectTelegramSandbox(room.sandbox.url);
  const ada = await remote.person({ id: 5, firstName: "Ada" });
  await expect(ada.press("B")).rejects.toThrow('There is no button "B".');
  await expect(ada.say(" ")).rejects.toThrow("A message needs a text.");
  await expect(ada.stop()).rejects.toThrow("There is no draft that can be stopped.");
  await expect(ada.edit(1, "x")).rejects.toThrow("1 is no message of Ada.");
  await expect(remote.person({ id: 0, firstName: "Nobody" })).rejects.toThrow("a number from 1 on");
  await expect(remote.control({ redeliver: { updateId: 1 } })).rejects.toThrow("There was no update 1.");
});

test("a page of another origin cannot act for a person, since that takes JSON", async () => {
  await using room = await openSandbox();
  const response = await fetch(`${room.sandbox.url}/people/1001/say`, { method: "POST", body: '{"text":"x"}' });
  expect(response.status).toBe(400);
  expect(room.person.sees().messages).toHaveLength(1);
});
