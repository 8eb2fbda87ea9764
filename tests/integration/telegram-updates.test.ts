import {
  claimProactive,
  createTelegramLink,
  DEFAULT_PROACTIVE_SETTINGS,
  readUpdate,
  receiveTelegramUpdates,
  sendProactive,
} from "@procode/core";
import type { Message } from "@procode/contracts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { callerOf, openTelegramWorld, type Persona, type TelegramWorld } from "../product/open-telegram-world.ts";
import type { ServerProcess } from "../product/start-server.ts";
import { callsTo, takenBy } from "../product/telegram-log.ts";

let world: TelegramWorld;
/** One of them polls, the other one stands by; both work for chats. */
let bots: ServerProcess[];

beforeAll(async () => {
  world = await openTelegramWorld({ seed: 5 });
  bots = [await world.startBot(), await world.startBot()];
});
afterAll(async () => {
  await Promise.all((bots ?? []).map((bot) => bot.stop()));
  await world?.close();
});

const PATIENCE = { timeout: 30_000, interval: 50 };
const AT_ONCE = "[[sandbox echo first=0 interval=0]]";

async function quietPersona(languageCode = "en"): Promise<Persona> {
  const person = await world.newPersona(languageCode);
  await vi.waitFor(() => expect(takenBy(world, person.chatId)).toHaveLength(2), PATIENCE);
  return person;
}
/** What came after the two greetings. */
const said = (person: Pick<Persona, "chatId">) => takenBy(world, person.chatId).slice(2);
const untilSaid = (person: Pick<Persona, "chatId">, count: number) =>
  vi.waitFor(() => {
    const texts = said(person);
    expect(texts).toHaveLength(count);
    return texts;
  }, PATIENCE);
const untilNothingWaits = () =>
  vi.waitFor(async () => {
    const came = world.telegram.log.entries().filter((entry) => entry.type === "update" && entry.is_queued).length;
    const [open] = await world.database.query<{ stored: number; waiting: number }>(
      `SELECT (SELECT count(*)::int FROM telegram_updates) AS stored,
        (SELECT count(*)::int FROM telegram_updates WHERE state = 'received')
        + (SELECT count(*)::int FROM telegram_sends WHERE state IN ('queued', 'sending')) AS waiting`,
    );
    expect(open).toMatchObject({ waiting: 0 });
    expect(open?.stored).toBeGreaterThanOrEqual(came);
  }, PATIENCE);
const updatesOf = (chatId: number) =>
  world.telegram.log.entries().flatMap((entry) => {
    if (entry.type !== "update") return [];
    return JSON.stringify(entry.update).includes(`"id":${chatId},`) ? [entry.update] : [];
  });
const messagesOf = async (person: Persona): Promise<Message[]> => {
  const web = callerOf(person.ctx);
  const { conversations } = await web.conversations.list({});
  const pages = await Promise.all(
    conversations.map(({ id }) => web.conversations.messages({ conversationId: id, limit: 100 })),
  );
  return pages.flatMap(({ messages }) => messages);
};

describe("the same update", () => {
  it("T2: five times, from Telegram and to several processes at once, is one row, one call and one answer", async () => {
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

  it("/stop takes effect while the answer is being written, and is answered in its turn", async () => {
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

describe("a message that nobody asked for", () => {
  /** As the hourly run would leave it, due now. */
  async function plan({ userId }: Persona): Promise<void> {
    const { store, ids, clock } = world.runtime.services;
    const now = clock.now();
    const [id, slot] = [ids.next(), new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000)];
    await store.asUser(userId, async ({ proactive }) => {
      const quietHours: typeof DEFAULT_PROACTIVE_SETTINGS.quietHours = [null, null, null, null, null, null, null];
      await proactive.saveSettings({ ...DEFAULT_PROACTIVE_SETTINGS, optedInAt: now, quietHours });
      await proactive.append({
        ...{ id, slot, reason: "reminder", topic: "Tea", rule: "reminder", text: "Tea is out.", why: "You asked." },
        ...{ facts: [], model: null, generationId: null, confidence: 90, loopId: null, newestMessageId: null },
        ...{ contextVersion: 0, settingsVersion: 1, plannedAt: now, scheduledFor: now },
        expiresAt: new Date(now.getTime() + 3_600_000),
      });
      await proactive.move(id, "scheduled", "It is to be told now.");
    });
    for (const owner of await claimProactive(world.job, { limit: 10 })) await sendProactive(world.job, owner);
  }

  it("comes with buttons in the person's language, is judged once by a press that is read twice, and a reply goes on in its conversation", async () => {
    const person = await quietPersona("pl");
    await plan(person);
    await untilSaid(person, 1);
    const shown = () => person.sees().messages.filter(({ text }) => text === "Tea is out.");
    const labels = () => shown()[0]?.buttons.map((row) => row.map(({ text }) => text));
    expect(labels()).toEqual([
      ["Przydatne", "Nie to", "Rzadziej o tym"],
      ["Skąd ta wiadomość", "Wycisz na czas"],
    ]);
    person.press("Rzadziej o tym");
    world.telegram.control.redeliver(updatesOf(person.chatId).at(-1)?.update_id ?? 0, 2);
    await vi.waitFor(() => expect(labels()?.[0]).toContain("✓ Rzadziej o tym"), PATIENCE);
    person.press("Nie to");
    await vi.waitFor(() => expect(labels()?.[0]).toContain("✓ Nie to"), PATIENCE);
    person.press("Przydatne");
    await vi.waitFor(() => expect(labels()?.[0]).toEqual(["✓ Przydatne", "Nie to", "✓ Rzadziej o tym"]), PATIENCE);
    await untilNothingWaits();
    expect([shown().length, said(person).length]).toEqual([1, 1]);
    const web = callerOf(person.ctx);
    expect((await web.proactive.settings()).settings.topics).toEqual({ Tea: "rarely" });
    const [message] = (await web.proactive.list()).messages;
    const kinds = (await web.proactive.explain({ id: message?.id ?? "" })).feedback;
    expect(kinds.toSorted()).toEqual(["less", "up"]);

    person.say("/new");
    await untilSaid(person, 2);
    const [{ message_id: messageId, text } = { message_id: 0, text: "" }] = shown();
    const chat = { id: person.chatId, type: "private", first_name: "P" };
    world.telegram.push({
      message: {
        ...{ message_id: 900_001, date: 0, chat, text: `Which tea? ${AT_ONCE}` },
        from: { id: person.chatId, is_bot: false, first_name: "P", language_code: "pl" },
        reply_to_message: { message_id: messageId, date: 0, chat, text },
      },
    });
    await untilSaid(person, 3);
    const stored = (await messagesOf(person)).toReversed();
    expect(stored.map(({ role }) => role)).toEqual(["assistant", "user", "assistant"]);
    expect(new Set(stored.map(({ conversationId }) => conversationId)).size).toBe(1);
  });
});

describe("the settings of what nobody asked for", () => {
  /** A reply to the newest message of the bot, as Telegram sends it: with the buttons that stand under that. */
  function answer(person: Persona, number: number, text: string): void {
    const { message_id: messageId, text: shown, buttons } = person.sees().messages.at(-1) ?? { buttons: [] };
    const chat = { id: person.chatId, type: "private", first_name: "P" };
    world.telegram.push({
      message: {
        ...{ message_id: number, date: 0, chat, text },
        from: { id: person.chatId, is_bot: false, first_name: "P", language_code: "en" },
        reply_to_message: {
          ...{ message_id: messageId, date: 0, chat, text: shown, reply_markup: { inline_keyboard: buttons } },
        },
      },
    });
  }

  it("are one message that is changed in place: by two presses at once, by an old one, and in words", async () => {
    const person = await quietPersona();
    const web = callerOf(person.ctx);
    const settings = async () => (await web.proactive.settings()).settings;
    person.say("/proactive");
    await untilSaid(person, 1);
    const shows = (text: string) =>
      vi.waitFor(() => expect(person.sees().messages.at(-1)?.text.split("\n")[0]).toBe(text), PATIENCE);
    person.press("Switch on");
    person.press("Quiet hours");
    await shows("Quiet hours: 22:00–07:30 every day (UTC)");
    person.press("from 23:00");
    person.press("from 23:00");
    await shows("Quiet hours: 23:00–07:30 every day (UTC)");
    // Telegram takes no word on a press of twenty minutes ago; what was pressed holds all the same.
    world.telegram.control.addRule({
      ...{ method: "answerCallbackQuery", chatId: person.chatId, times: 1, fault: { refuse: "old-query" } },
    });
    person.press("until 09:00");
    await shows("Quiet hours: 23:00–09:00 every day (UTC)");
    await untilNothingWaits();
    expect(said(person)).toHaveLength(1);
    expect(callsTo(world, person.chatId, "answerCallbackQuery")).toHaveLength(5);
    answer(person, 900_101, "Sat-Sun none");
    const weekday = { from: "23:00", to: "09:00" };
    const quietHours = [weekday, weekday, weekday, weekday, weekday, null, null];
    await vi.waitFor(async () => expect(await settings()).toMatchObject({ quietHours }), PATIENCE);
    await untilSaid(person, 2);
    expect(await messagesOf(person)).toEqual([]);
  });

  it("/remind orders what was confirmed, once, and a reminder for soon is planned for its minute as it is noted", async () => {
    const person = await quietPersona();
    const web = callerOf(person.ctx);
    await web.proactive.update({ optedIn: true, quietHours: [null, null, null, null, null, null, null] });
    person.say("/remind every weekday at 8 my plan for the day");
    await untilSaid(person, 1);
    person.press("Order it");
    person.press("Order it");
    await untilNothingWaits();
    const plan = { weekdays: [1, 2, 3, 4, 5], at: "08:00", words: "my plan for the day" };
    expect((await web.proactive.settings()).schedules).toMatchObject([plan]);
    expect(said(person)).toHaveLength(1);
    const from = Date.now();
    person.say("/remind in 20 minutes to call mum");
    expect((await untilSaid(person, 3))[1]).toMatch(/^Noted for .*: call mum$/);
    const planned = await vi.waitFor(async () => {
      const [message] = (await web.proactive.list()).messages;
      expect(message).toMatchObject({ state: "scheduled", rule: "reminder", model: null });
      return message;
    }, PATIENCE);
    const ahead = (planned?.scheduledFor.getTime() ?? 0) - from;
    expect(Math.abs(ahead - 20 * 60_000)).toBeLessThan(60_000);
  });
});

describe("T17: a link", () => {
  const tokenOf = (url: string) => new URL(url).searchParams.get("start") ?? "";
  let strangers = 9_000;
  const stranger = (languageCode = "en") => {
    const chatId = ++strangers;
    return { chatId, ...world.telegram.person({ id: chatId, firstName: `Stranger ${chatId}`, languageCode }) };
  };
  const lastOf = (chatId: number, count: number) =>
    vi.waitFor(() => {
      const texts = takenBy(world, chatId);
      expect(texts).toHaveLength(count);
      return texts.at(-1) ?? "";
    }, PATIENCE);

  it("opens once, connects when the web confirms the name, and is worth nothing afterwards", async () => {
    const { ctx } = await world.newAccount();
    const web = callerOf(ctx);
    const { url, link } = await web.telegram.createLink();
    const token = tokenOf(url);
    expect(token.length).toBeLessThanOrEqual(64);
    const person = stranger();
    person.start(token);
    expect(await lastOf(person.chatId, 1)).toMatch(/^This link belongs to Person\. Confirm it/);
    const { connection, link: opened } = await web.telegram.status();
    expect(connection).toBeNull();
    expect(opened).toMatchObject({ state: "opened", openedBy: { name: `Stranger ${person.chatId}` } });

    const thief = stranger();
    thief.start(token);
    expect(await lastOf(thief.chatId, 1)).toMatch(/^The link was used or is older than ten minutes/);

    expect((await web.telegram.confirm({ linkId: link.id })).connection).toMatchObject({ state: "active" });
    expect(await lastOf(person.chatId, 2)).toMatch(/^This chat now belongs to/);
    thief.start(token);
    expect(await lastOf(thief.chatId, 2)).toMatch(/^The link was used or is older than ten minutes/);
    const kept = await world.database.query<{ row: string }>("SELECT to_jsonb(l)::text AS row FROM telegram_links l");
    expect(kept.some(({ row }) => row.includes(token))).toBe(false);
  });

  it("of 65 characters, replaced, or guessed is over alike; after five tries the chat waits", async () => {
    const { ctx } = await world.newAccount();
    const first = tokenOf((await createTelegramLink(ctx)).url);
    const second = tokenOf((await createTelegramLink(ctx)).url);
    const person = stranger("pl");
    const tokens = ["x".repeat(65), first, "guessed", "../../etc", "a b"];
    for (const [index, token] of tokens.entries()) {
      person.start(token);
      expect(await lastOf(person.chatId, index + 1)).toMatch(/^Ten link był już użyty/);
    }
    // Even the right one, for an hour.
    person.start(second);
    expect(await lastOf(person.chatId, 6)).toMatch(/^W tym czacie próbowano już zbyt wielu linków/);
    expect((await callerOf(ctx).telegram.status()).link?.state).toBe("waiting");
  });

  it("connects nobody to a chat that belongs to somebody, and /unlink frees it", async () => {
    const person = await quietPersona();
    const { ctx } = await world.newAccount();
    const token = tokenOf((await createTelegramLink(ctx)).url);
    person.start(token);
    expect((await untilSaid(person, 1))[0]).toMatch(/^This chat is connected to an account already/);
    person.say("/unlink");
    await untilSaid(person, 2);
    person.press("Disconnect");
    await vi.waitFor(
      async () => expect((await callerOf(person.ctx).telegram.status()).connection).toBeNull(),
      PATIENCE,
    );
    person.start(token);
    expect((await untilSaid(person, 3))[2]).toMatch(/^This link belongs to/);
  });
});

describe("T19: what comes from elsewhere", () => {
  it("is stored, ignored and ends nothing", async () => {
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
