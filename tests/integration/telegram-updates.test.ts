import { readUpdate, receiveTelegramUpdates } from "@procode/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { callerOf, openTelegramWorld, type TelegramWorld } from "../product/open-telegram-world.ts";
import type { ServerProcess } from "../product/start-server.ts";
import { AT_ONCE, PATIENCE, type Talk, talkIn } from "../product/talk-in-telegram.ts";
import { callsTo, takenBy } from "../product/telegram-log.ts";
import { linksInTelegram } from "./telegram-updates/links-in-telegram.ts";
import { unaskedInTelegram } from "./telegram-updates/unasked-in-telegram.ts";

let world: TelegramWorld;
let talk: Talk;
/** One of them polls, the other one stands by; both work for chats. */
let bots: ServerProcess[];

beforeAll(async () => {
  world = await openTelegramWorld({ seed: 5 });
  talk = talkIn(world);
  bots = [await world.startBot(), await world.startBot()];
});
afterAll(async () => {
  await Promise.all((bots ?? []).map((bot) => bot.stop()));
  await world?.close();
});

describe("the same update", () => {
  it("T2: five times, from Telegram and to several processes at once, is one row, one call and one answer", async () => {
    const { quietPersona, said, untilSaid, untilNothingWaits, updatesOf } = talk;
    const person = await quietPersona();
    person.say(`Only once ${AT_ONCE}`);
    const update = updatesOf(person.chatId).at(-1);
    const incoming = [readUpdate(update)].flatMap((read) => read ?? []);
    world.telegram.control.redeliver(update?.update_id ?? 0, 4);
    await Promise.all(
      Array.from({ length: 5 }, () => receiveTelegramUpdates(world.job, { botId: world.botId, updates: incoming })),
    );
    await untilSaid(person, 1);
    await untilNothingWaits();
    expect(said(person)).toHaveLength(1);
    const rows = await world.database.query("SELECT FROM telegram_updates WHERE update_id = $1", [update?.update_id]);
    expect(rows).toHaveLength(1);
    const calls = world.models.log
      .calls()
      .filter(({ accepted }) => accepted.messages?.at(-1)?.content.startsWith("Only once"));
    expect(calls).toHaveLength(1);
  });

  it("T15: five messages within a second are answered in order, each knowing the answers before", async () => {
    const { quietPersona, untilSaid } = talk;
    const person = await quietPersona();
    for (const number of [1, 2, 3, 4, 5]) person.say(`m${number} [[sandbox echo first=30 interval=2]]`);
    const texts = await untilSaid(person, 5);
    expect(texts.map((text) => text.slice(0, 2))).toEqual(["m1", "m2", "m3", "m4", "m5"]);
    const last = world.models.log
      .calls()
      .findLast(({ accepted }) => accepted.messages?.at(-1)?.content.startsWith("m5"));
    expect(last?.accepted.messages?.filter(({ role }) => role === "assistant")).toHaveLength(4);
  });
});

describe("the same conversation", () => {
  it("stands on the web as it is written in Telegram, and goes on in Telegram where the web left it", async () => {
    const { quietPersona, untilSaid, untilNothingWaits, messagesOf } = talk;
    const person = await quietPersona();
    person.say(`From the phone ${AT_ONCE}`);
    await untilSaid(person, 1);
    // The phone has the answer a moment before the bot has read and stored that it was taken.
    await untilNothingWaits();
    const [answer, question] = await messagesOf(person);
    expect(question).toMatchObject({ channel: "telegram", text: expect.stringMatching(/^From the phone/) });
    expect(answer).toMatchObject({ channel: "telegram", status: "complete", delivery: { state: "sent" } });
    const web = callerOf(person.ctx);
    const sent = await web.chat.send({
      clientId: crypto.randomUUID(),
      conversationId: question?.conversationId,
      text: `From the desk ${AT_ONCE}`,
    });
    await world.runtime.services.answers.idle(10_000);
    person.say(`Phone again ${AT_ONCE}`);
    await untilSaid(person, 2);
    const messages = await messagesOf(person);
    expect(messages).toHaveLength(6);
    expect(messages[1]?.parentId).toBe(sent.answerId);
    expect(new Set(messages.map(({ conversationId }) => conversationId)).size).toBe(1);
  });

  it("has what the person told about themselves in its prompt, and every event of it names the channel that it came by", async () => {
    const { quietPersona, untilSaid, untilNothingWaits } = talk;
    const person = await quietPersona();
    await callerOf(person.ctx).context.update({ name: "Ada", occupation: "clockmaker" });
    person.say(`Who am I? ${AT_ONCE}`);
    await untilSaid(person, 1);
    await untilNothingWaits();
    const asked = world.models.log
      .calls()
      .findLast(({ accepted }) => accepted.messages?.at(-1)?.content.startsWith("Who am I?"));
    expect(asked?.accepted.messages?.[0]).toMatchObject({
      role: "system",
      content: expect.stringMatching(/Ada[\s\S]*clockmaker/),
    });
    const events = await world.runtime.services.store.asUser(person.userId, (tx) => tx.events.listAfter(0n, 100));
    const channels = events.flatMap(({ type, payload }) => ("channel" in payload ? [[type, payload.channel]] : []));
    expect(channels).toEqual([
      ["ConversationCreated", "telegram"],
      ["MessageSent", "telegram"],
    ]);
  });

  it("/stop takes effect while the answer is being written, and is answered in its turn", async () => {
    const { quietPersona, untilSaid, messagesOf } = talk;
    const person = await quietPersona();
    person.say("Long one [[sandbox first=10 interval=30 tokens=2000]]");
    await vi.waitFor(
      () => expect(callsTo(world, person.chatId, "sendMessageDraft").length).toBeGreaterThan(0),
      PATIENCE,
    );
    person.say("/stop");
    const [answer, reply] = await untilSaid(person, 2);
    expect(answer).toContain("Stopped here. The text above is kept; /retry writes the answer again.");
    expect(reply).toBe("Stopped. The text so far is kept.");
    expect((await messagesOf(person))[0]?.status).toBe("stopped");
  });

  it("T13, T16: a button pressed twice does its thing once, is always answered and says nothing more", async () => {
    const { quietPersona, said, untilSaid, untilNothingWaits } = talk;
    const person = await quietPersona();
    person.say("/model");
    await untilSaid(person, 1);
    const label = person.sees().messages.at(-1)?.buttons[1]?.[0]?.text ?? "";
    person.press(label);
    person.press(label);
    await untilNothingWaits();
    expect(said(person)).toHaveLength(1);
    expect(callsTo(world, person.chatId, "answerCallbackQuery")).toHaveLength(2);
    expect(callsTo(world, person.chatId, "editMessageText").map(({ type }) => type)).toEqual(["accepted", "refused"]);
    expect(person.sees().messages.at(-1)?.buttons[0]?.[0]?.text).toBe(`✓ ${label}`);
  });

  it("T16: an edited message is a branch with its own answer, and a press of long ago changes nothing for the worse", async () => {
    const { quietPersona, untilSaid, untilNothingWaits, messagesOf } = talk;
    const person = await quietPersona();
    const id = person.say(`Typo ${AT_ONCE}`);
    await untilSaid(person, 1);
    person.edit(id, `Type ${AT_ONCE}`);
    await untilSaid(person, 2);
    const messages = await messagesOf(person);
    const questions = messages.filter(({ role }) => role === "user");
    expect(questions.map(({ text }) => text.slice(0, 4)).toSorted()).toEqual(["Type", "Typo"]);
    expect(new Set(questions.map(({ conversationId, parentId }) => `${conversationId} ${parentId}`)).size).toBe(1);
    expect(messages).toHaveLength(4);
    person.say("/conversations");
    await untilSaid(person, 3);
    world.telegram.control.addRule({
      method: "answerCallbackQuery",
      chatId: person.chatId,
      times: 1,
      fault: { refuse: "old-query" },
    });
    person.press(person.sees().messages.at(-1)?.buttons[0]?.[0]?.text ?? "");
    await untilNothingWaits();
    expect(person.sees().messages.at(-1)?.text).toMatch(/^Your next message goes on with “Typo/);
  });
});

unaskedInTelegram(() => talk);
linksInTelegram(() => talk);

describe("T19: what comes from elsewhere", () => {
  it("is stored, ignored and ends nothing", async () => {
    const { quietPersona, untilSaid, untilNothingWaits } = talk;
    const chat = { id: -100_500, type: "supergroup", title: "Group" };
    const from = { id: 77, is_bot: false, first_name: "Guest" };
    const alien: Record<string, unknown>[] = [
      { message: { message_id: 1, date: 0, chat, from, text: "/start" } },
      { channel_post: { message_id: 1, date: 0, chat: { ...chat, type: "channel" }, text: "news" } },
      {
        message: {
          message_id: 1,
          date: 0,
          chat: { id: 78, type: "private" },
          from: { ...from, is_bot: true },
          text: "beep",
        },
      },
      { message: { message_id: 1, date: 0, chat: { id: 79, type: "private" }, text: "nobody" } },
      { message: null },
      { poll_answer: { poll_id: "1" } },
      {},
    ];
    const pushed = new Set(alien.map((happening) => world.telegram.push(happening).update_id));
    // Kinds that the bot did not ask for stay with Telegram.
    const queued = world.telegram.log
      .entries()
      .filter((entry) => entry.type === "update" && entry.is_queued && pushed.has(entry.update.update_id));
    expect(queued.length).toBeGreaterThanOrEqual(5);
    const person = await quietPersona();
    person.say(`Still there ${AT_ONCE}`);
    expect((await untilSaid(person, 1))[0]).toMatch(/^Still there/);
    await untilNothingWaits();
    const rows = await world.database.query<{ state: string; payload: unknown; reason: string }>(
      "SELECT state, payload, reason FROM telegram_updates WHERE chat_id IS NULL",
    );
    expect(rows).toHaveLength(queued.length);
    for (const row of rows) expect(row).toMatchObject({ state: "ignored", payload: null, reason: expect.any(String) });
    for (const chatId of [chat.id, 77, 78, 79]) expect(takenBy(world, chatId)).toEqual([]);
  });
});
