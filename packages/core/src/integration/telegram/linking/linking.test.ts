import { describe, expect, test } from "vitest";
import type { Actor } from "../../../actor.ts";
import { jobContext } from "../../../context.ts";
import { sendMessage } from "../../../conversation/send-message.ts";
import { createTestContext, type TestContext } from "../../../testing/create-test-context.ts";
import { openTelegramChat, TEST_BOT } from "../../../testing/telegram/open-telegram-chat.ts";
import { finishTelegramUpdate } from "../delivery/finish-telegram-update.ts";
import { announceTelegramBot } from "../delivery/announce-telegram-bot.ts";
import type { TelegramOwner } from "../telegram-desk.ts";
import { chooseTelegramConversation } from "./choose-telegram-conversation.ts";
import { confirmTelegramLink } from "./confirm-telegram-link.ts";
import { createTelegramLink } from "./create-telegram-link.ts";
import { findTelegramConnection } from "./find-telegram-connection.ts";
import { getTelegramStatus } from "./get-telegram-status.ts";
import { openTelegramLink } from "./open-telegram-link.ts";
import { refuseTelegramLink } from "./refuse-telegram-link.ts";
import { unlinkTelegram } from "./unlink-telegram.ts";
import { updateTelegram } from "./update-telegram.ts";

const ADA = { telegramUserId: 9_001, username: "ada", name: "Ada" };
const MINUTE = 60_000;

/** A person, and a bot whose chats open links. */
async function begin() {
  const base = createTestContext();
  const { job, botId } = await openTelegramChat(base);
  const person = await base.newPerson("ada@example.com");
  const make = async (ctx: TestContext = person) => {
    const made = await createTelegramLink(ctx);
    return { ...made, token: made.url.split("?start=")[1] ?? "" };
  };
  const open = (token: string, change: Partial<Parameters<typeof openTelegramLink>[1]> = {}) =>
    openTelegramLink(job, { botId, chatId: 501, person: ADA, token, ...change });
  const rows = () => [...base.store.tables().telegramSends.values()];
  return {
    ...{ base, job, botId, person, make, open, rows },
    async connect() {
      const { link, token } = await make();
      await open(token);
      return confirmTelegramLink(person, { linkId: link.id });
    },
    chat: () => findTelegramConnection(job, { botId, chatId: 501 }),
    events: () => [...base.store.tables().events.values()].map(({ type, payload }) => ({ type, payload })),
    audits: () => [...base.store.tables().audit.values()].map(({ action, details }) => ({ action, details })),
  };
}

describe("a link", () => {
  test("carries 128 random bits that only their hash is kept of, for ten minutes", async () => {
    const { make, base, person } = await begin();
    const { link, url, token, botUsername } = await make();
    expect(token).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect([url, botUsername]).toEqual([`https://t.me/procode_bot?start=${token}`, "procode_bot"]);
    expect(link.expiresAt.getTime() - link.createdAt.getTime()).toBe(10 * MINUTE);
    expect(JSON.stringify([...base.store.tables().telegramLinks.values()])).not.toContain(token);
    expect(await getTelegramStatus(person)).toMatchObject({
      ...{ bot: { username: "procode_bot", name: "PROCODE" }, connection: null, link: { ...link, state: "waiting" } },
    });
  });

  test("is not made while no bot ran, nor for somebody who is connected", async () => {
    const lonely = await createTestContext().newPerson();
    await expect(createTelegramLink(lonely)).rejects.toMatchObject({
      ...{ code: "UNAVAILABLE", details: { reason: "telegram-away" } },
    });
    const { connect, make } = await begin();
    await connect();
    await expect(make()).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("Unlink that one"),
    });
  });

  test("T17: connects once its maker confirms who opened it, and not before", async () => {
    const { base, make, open, person, chat, rows, events, audits } = await begin();
    const { link, token } = await make();
    const name = "  Ada\n\u202E Lovelace\u0007 ";
    const opened = await open(token, { person: { telegramUserId: 9_001, username: "no such @name", name } });
    expect(opened).toEqual({ kind: "opened", accountName: "Test person" });
    expect(await chat()).toBeNull();
    expect((await getTelegramStatus(person)).link).toMatchObject({
      ...{ id: link.id, state: "opened", openedBy: { name: "Ada Lovelace", username: null } },
    });
    const status = await confirmTelegramLink(person, { linkId: link.id });
    expect(status).toMatchObject({
      link: null,
      connection: {
        person: { name: "Ada Lovelace", username: null },
        state: "active",
        botUsername: "procode_bot",
        showReceipt: true,
      },
    });
    expect(await chat()).toMatchObject({ userId: person.userId, conversationId: null });
    expect(rows()).toMatchObject([
      { chatId: 501, userId: person.userId, dedupeKey: `link:${link.id}`, state: "queued" },
    ]);
    expect(rows()[0]?.body?.text).toMatch(/of Test person\..*first conversation.*\/new.*\/conversations.*\/help/s);
    expect(events()).toEqual([{ type: "TelegramConnected", payload: { userId: person.userId } }]);
    expect(audits()).toEqual([
      { action: "telegram-link-created", details: { linkId: expect.any(String) } },
      { action: "telegram-connected", details: { telegramUserId: "9001" } },
    ]);
    expect(await confirmTelegramLink(person, { linkId: link.id })).toEqual(status);
    expect([rows().length, events().length]).toEqual([1, 1]);
    expect(base.lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  test("that is confirmed before the bot has answered is greeted once, and below whatever asked for it", async () => {
    const { base, job, botId, person, make, open, rows } = await begin();
    const chat = await openTelegramChat(base);
    const asks = (key: string) => chat.message("Confirm it on the web.", { dedupeKey: key, untilConnected: true });
    const answer = async (owner: TelegramOwner, updateId: number) =>
      finishTelegramUpdate(job, owner, {
        updateId,
        state: "done",
        reason: null,
        userId: null,
        sends: [asks(`${updateId}`)],
      });
    const said = () => rows().map(({ body }) => body?.text.slice(0, 12));
    const { link, token } = await make();
    const [first, second] = [await chat.write("/start"), await chat.write("/start")];
    const owner = await chat.claim();
    await open(token, { botId });
    await answer(owner, first);
    await confirmTelegramLink(person, { linkId: link.id });
    expect(said()).toEqual(["Confirm it o", "This chat no"]);
    await answer(owner, second);
    expect(said()).toEqual(["Confirm it o", "This chat no"]);
  });

  test("goes on with the newest conversation, and says which", async () => {
    const { connect, person, chat, rows } = await begin();
    await sendMessage(person, { clientId: crypto.randomUUID(), text: "About tea" });
    const { conversationId } = await sendMessage(person, { clientId: crypto.randomUUID(), text: "About ships" });
    await person.untilIdle();
    await connect();
    expect(await chat()).toMatchObject({ conversationId });
    expect(rows()[0]?.body?.text).toContain("goes on with “About ships”");
  });

  test("opens once: used, expired, replaced, foreign, unknown and malformed tokens are answered alike", async () => {
    const { base, job, make, open, person, botId } = await begin();
    const over = { kind: "over" };
    const replaced = await make();
    const { link, token } = await make();
    const inOtherChats = (count: number) => ({ chatId: 600 + count });
    expect(await open(replaced.token, inOtherChats(1))).toEqual(over);
    expect(await open("A".repeat(22), inOtherChats(2))).toEqual(over);
    await announceTelegramBot(job, { ...TEST_BOT, botId: botId + 1 });
    expect(await open(token, { botId: botId + 1 })).toEqual(over);
    for (const [count, malformed] of [
      "",
      "a".repeat(65),
      "with space",
      "../../etc",
      "ä",
      `${token}\n`,
      "%00",
    ].entries()) {
      expect(await open(malformed, inOtherChats(10 + count)), malformed).toEqual(over);
    }
    expect(await open(token)).toMatchObject({ kind: "opened" });
    expect(await open(token, inOtherChats(30))).toEqual(over);
    expect(await open(token, { person: { ...ADA, telegramUserId: 1 } })).toEqual(over);
    expect(await open(token)).toMatchObject({ kind: "opened" });
    base.clock.advance(10 * MINUTE);
    expect(await open(token)).toEqual(over);
    expect((await getTelegramStatus(person)).link).toMatchObject({ id: link.id, state: "expired" });
    await expect(confirmTelegramLink(person, { linkId: link.id })).rejects.toMatchObject({
      ...{ code: "CONFLICT", details: { reason: "link-over" } },
    });
  });

  test("T17: a chat has five tries an hour, which a success gives back; the right token is no way round", async () => {
    const { make, open } = await begin();
    const { token } = await make();
    for (let tries = 1; tries <= 4; tries++)
      expect(await open(tries % 2 ? "a".repeat(65) : "B".repeat(22))).toEqual({ kind: "over" });
    expect(await open(token)).toMatchObject({ kind: "opened" });
    for (let tries = 1; tries <= 5; tries++) expect(await open("B".repeat(22))).toEqual({ kind: "over" });
    const refused = { kind: "too-many-tries", retryAfterSeconds: 3_600 };
    expect(await open(token)).toEqual(refused);
    expect(await open("B".repeat(22), { chatId: 502 })).toEqual({ kind: "over" });
  });

  test("can not reach a chat that is connected, not even between opening and confirming", async () => {
    const { base, make, open, connect } = await begin();
    const grace = await base.newPerson();
    const theirs = await make(grace);
    expect(await open(theirs.token)).toMatchObject({ kind: "opened" });
    await connect();
    expect(await open((await make(await base.newPerson())).token)).toEqual({ kind: "chat-connected" });
    await expect(confirmTelegramLink(grace, { linkId: theirs.link.id })).rejects.toMatchObject({
      ...{ code: "CONFLICT", details: { reason: "chat-connected" } },
    });
    expect(await getTelegramStatus(grace)).toMatchObject({ connection: null });
  });

  test("of somebody else does not exist, and one that nobody opened can not be confirmed or refused", async () => {
    const { base, make, open, person } = await begin();
    const { link, token } = await make();
    const grace = await base.newPerson();
    for (const verb of [confirmTelegramLink, refuseTelegramLink]) {
      await expect(verb(person, { linkId: link.id })).rejects.toMatchObject({ details: { reason: "link-over" } });
      await expect(verb(grace, { linkId: link.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await open(token);
    await expect(confirmTelegramLink(grace, { linkId: link.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("that its maker refuses connects nothing and tells that chat so, once", async () => {
    const { make, open, person, chat, rows, audits } = await begin();
    const { link, token } = await make();
    await open(token);
    expect((await refuseTelegramLink(person, { linkId: link.id })).link).toMatchObject({ state: "refused" });
    await refuseTelegramLink(person, { linkId: link.id });
    expect(rows()).toMatchObject([{ dedupeKey: `refused:${link.id}`, chatId: 501 }]);
    expect(audits()).toMatchObject([{ action: "telegram-link-created" }, { action: "telegram-link-refused" }]);
    await expect(confirmTelegramLink(person, { linkId: link.id })).rejects.toMatchObject({ code: "CONFLICT" });
    expect([await open(token), await chat()]).toEqual([{ kind: "over" }, null]);
  });
});

describe("a connected chat", () => {
  test("is unlinked on the web: it is told, what was queued for it is not sent, conversations stay", async () => {
    const { connect, person, chat, rows, events, audits } = await begin();
    await sendMessage(person, { clientId: crypto.randomUUID(), text: "About tea" });
    await person.untilIdle();
    await connect();
    await unlinkTelegram(person);
    await unlinkTelegram(person);
    expect(await chat()).toBeNull();
    expect(rows().map(({ state, body }) => [state, body?.text.includes("unlinked") ?? false])).toEqual([
      ["cancelled", false],
      ["queued", true],
    ]);
    expect(events().at(-1)).toEqual({ type: "TelegramDisconnected", payload: { userId: person.userId, by: "web" } });
    expect(audits().at(-1)).toEqual({ action: "telegram-disconnected", details: { by: "web" } });
    expect((await person.store.asUser(person.userId, (tx) => tx.conversations.findNewest()))?.title).toBe("About tea");
    expect(await getTelegramStatus(person)).toMatchObject({ connection: null, link: null });
  });

  test("is unlinked in the chat itself, which then says so by itself", async () => {
    const { base, connect, person, rows, events } = await begin();
    await connect();
    await unlinkTelegram(base.as({ kind: "channel", userId: person.userId, channel: "telegram" }));
    expect(rows().map(({ state }) => state)).toEqual(["cancelled"]);
    expect(events().at(-1)).toMatchObject({ payload: { by: "telegram" } });
  });

  test("goes on with the conversation that is chosen there, if it is the person's", async () => {
    const { base, connect, person, chat } = await begin();
    const sent = await sendMessage(person, { clientId: crypto.randomUUID(), text: "About tea" });
    const grace = await base.newPerson();
    const foreign = await sendMessage(grace, { clientId: crypto.randomUUID(), text: "Mine" });
    await person.untilIdle();
    const there = base.as({ kind: "channel", userId: person.userId, channel: "telegram" });
    await expect(chooseTelegramConversation(there, { conversationId: null })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await connect();
    await chooseTelegramConversation(there, { conversationId: null });
    expect(await chat()).toMatchObject({ conversationId: null });
    await chooseTelegramConversation(there, { conversationId: sent.conversationId });
    expect(await chat()).toMatchObject({ conversationId: sent.conversationId });
    for (const conversationId of [foreign.conversationId, base.ids.next(), "not an id", "'; --"]) {
      await expect(chooseTelegramConversation(there, { conversationId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  test("shows a receipt or not", async () => {
    const { connect, person } = await begin();
    await expect(updateTelegram(person, { showReceipt: false })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await connect();
    expect((await updateTelegram(person, { showReceipt: false })).connection).toMatchObject({ showReceipt: false });
  });

  test("of a bot that another one followed is still shown by its own name", async () => {
    const { base, job, connect, person } = await begin();
    await connect();
    base.clock.advance(1_000);
    await announceTelegramBot(job, {
      botId: 78,
      username: "newer_bot",
      name: "Newer",
      openUrl: "https://t.me/newer_bot",
    });
    expect(await getTelegramStatus(person)).toMatchObject({
      ...{ bot: { username: "newer_bot" }, connection: { botUsername: "procode_bot" } },
    });
  });
});

test("no key, chat, guest or part of PROCODE makes or confirms links, and only PROCODE opens them", async () => {
  const { base, botId, make, open, person } = await begin();
  const { link, token } = await make();
  await open(token);
  const { userId } = person;
  const actors: [Actor, string][] = [
    [{ kind: "channel", userId, channel: "telegram" }, "FORBIDDEN"],
    [{ kind: "apiKey", userId, keyId: base.ids.next(), scopes: ["chat", "read", "manage"] }, "FORBIDDEN"],
    [{ kind: "guest" }, "UNAUTHENTICATED"],
    [jobContext(base, "test").actor, "UNAUTHENTICATED"],
  ];
  for (const [actor, code] of actors) {
    const ctx = base.as(actor);
    await expect(createTelegramLink(ctx)).rejects.toMatchObject({ code });
    await expect(confirmTelegramLink(ctx, { linkId: link.id })).rejects.toMatchObject({ code });
    await expect(refuseTelegramLink(ctx, { linkId: link.id })).rejects.toMatchObject({ code });
  }
  await expect(openTelegramLink(person, { botId, chatId: 501, person: ADA, token })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  await expect(findTelegramConnection(person, { botId, chatId: 501 })).rejects.toMatchObject({ code: "FORBIDDEN" });
});
