import { createFaultProxy } from "@procode/sandbox";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { callerOf, openTelegramWorld, type Persona, type TelegramWorld } from "../product/open-telegram-world.ts";
import type { ServerProcess } from "../product/start-server.ts";
import { freePort } from "../product/start-product.ts";
import { callsTo, takenBy } from "../product/telegram-log.ts";

let world: TelegramWorld;
let bot: ServerProcess;

beforeAll(async () => {
  world = await openTelegramWorld({ seed: 3 });
  bot = await world.startBot();
});
afterAll(async () => {
  await bot?.stop();
  await world?.close();
});

const PATIENCE = { timeout: 30_000, interval: 50 };

/** Somebody whose greetings are over, so that all that follows is the test's own. */
async function quietPersona(): Promise<Persona> {
  const person = await world.newPersona();
  await vi.waitFor(() => expect(takenBy(world, person.chatId)).toHaveLength(2), PATIENCE);
  return person;
}
const faultFor = (person: Persona, method: string, fault: object, more: object = {}) =>
  world.telegram.control.addRule({ method, chatId: person.chatId, fault, ...more });
/** What the model answers to whoever says these words. */
const answers = (contains: string, text: string) =>
  world.models.control.addRule({ contains, script: { text, firstMs: 0, intervalMs: 0 } });
const settled = (person: Persona, count: number) =>
  vi.waitFor(async () => {
    const sends = (await world.sends(person.chatId)).slice(2);
    expect(sends).toHaveLength(count);
    expect(sends.every(({ state }) => !["queued", "sending"].includes(state))).toBe(true);
    return sends;
  }, PATIENCE);
/** Updates of the chat that are not done. */
const waiting = async ({ chatId }: Persona) =>
  (await world.database.query("SELECT FROM telegram_updates WHERE chat_id = $1 AND state = 'received'", [chatId]))
    .length;
const lastAnswer = async (person: Persona) => {
  const web = callerOf(person.ctx);
  const [conversation] = (await web.conversations.list({})).conversations;
  return (await web.conversations.messages({ conversationId: conversation?.id ?? "" })).messages[0];
};

describe("a send that Telegram took, or may have taken", () => {
  it.each(["cut", "bad-gateway"] as const)(
    "T5: after a %s it is uncertain, shown so, and never sent again",
    async (lose) => {
      const person = await quietPersona();
      faultFor(person, "sendMessage", { lose }, { times: 1 });
      person.say("First [[sandbox echo first=0 interval=0]]");
      const [send] = await settled(person, 1);
      expect(send).toMatchObject({ state: "uncertain", reason: expect.stringMatching(/./) });
      expect((await lastAnswer(person))?.delivery).toMatchObject({ state: "uncertain" });
      // What comes after it goes out as ever, and the first one is not repeated.
      person.say("Second [[sandbox echo first=0 interval=0]]");
      await settled(person, 2);
      const texts = takenBy(world, person.chatId).slice(2);
      expect(texts.map((text) => text.split(" ")[0])).toEqual(["First", "Second"]);
    },
  );

  it("T12: part 2 of 4 is uncertain, 3 and 4 are sent all the same and in order", async () => {
    const person = await quietPersona();
    const words = Array.from({ length: 2_400 }, (_, index) => `w${index}`).join(" ");
    answers("four parts", words);
    faultFor(person, "sendMessage", { lose: "cut" }, { skip: 1, times: 1 });
    person.say("four parts");
    const sends = await settled(person, 4);
    expect(sends.map(({ state }) => state)).toEqual(["sent", "uncertain", "sent", "sent"]);
    expect(takenBy(world, person.chatId)).toHaveLength(6);
    expect((await lastAnswer(person))?.delivery).toMatchObject({ state: "uncertain" });
  });
});

describe("a send that Telegram did not take", () => {
  it("Telegram's own 500 is tried again", async () => {
    const person = await quietPersona();
    faultFor(person, "sendMessage", { refuse: "server-error" }, { times: 2 });
    person.say("Again [[sandbox echo first=0 interval=0]]");
    expect((await settled(person, 1))[0]?.state).toBe("sent");
    expect(takenBy(world, person.chatId)).toHaveLength(3);
  });

  it("T10: entities that Telegram can not read leave the same part in plain words, once", async () => {
    const person = await quietPersona();
    answers("in bold", "Some **bold** words.");
    faultFor(person, "sendMessage", { refuse: "bad-entities" }, { times: 1 });
    person.say("in bold");
    expect((await settled(person, 1))[0]?.state).toBe("sent");
    const [refused, accepted] = callsTo(world, person.chatId, "sendMessage").slice(2);
    expect(refused).toMatchObject({ type: "refused", text: expect.stringMatching(/^Some bold words\./) });
    expect(accepted).toMatchObject({ type: "accepted", text: refused?.text });
    expect(accepted?.params.entities ?? []).toEqual([]);
  });

  it("T9: a chat that blocked the bot gets no further call, until its person presses Start", async () => {
    const person = await quietPersona();
    person.say("One [[sandbox echo first=600 interval=0]]");
    person.say("Two [[sandbox echo first=0 interval=0]]");
    await vi.waitFor(() => expect(callsTo(world, person.chatId, "sendChatAction").length).toBe(1), PATIENCE);
    person.block();
    await vi.waitFor(async () => {
      const { connection } = await callerOf(person.ctx).telegram.status();
      expect(connection).toMatchObject({ state: "blocked", reason: expect.stringMatching(/./) });
    }, PATIENCE);
    await vi.waitFor(async () => {
      expect(await waiting(person)).toBe(0);
    }, PATIENCE);
    // The one that found it out, and none after it. A draft that was refused before tells nobody anything.
    const refused = () => callsTo(world, person.chatId, "sendMessage").filter(({ type }) => type === "refused");
    expect(refused().length).toBeLessThanOrEqual(1);
    const before = callsTo(world, person.chatId).length;
    expect((await lastAnswer(person))?.delivery).toMatchObject({ state: "failed" });
    person.start();
    await vi.waitFor(() => expect(takenBy(world, person.chatId)[2]).toMatch(/^Connected to/), PATIENCE);
    expect(callsTo(world, person.chatId)).toHaveLength(before + 1);
    person.say("Three [[sandbox echo first=0 interval=0]]");
    await vi.waitFor(() => expect(takenBy(world, person.chatId).at(-1)).toMatch(/^Three/), PATIENCE);
  });
});

describe("a stream", () => {
  it("is shown as a draft that grows, at most every 700 ms, and ends as one message", async () => {
    const person = await quietPersona();
    person.say("Slowly [[sandbox first=50 interval=40 tokens=80]]");
    await settled(person, 1);
    const drafts = callsTo(world, person.chatId, "sendMessageDraft");
    expect(drafts.length).toBeGreaterThan(2);
    for (const [index, draft] of drafts.slice(1).entries()) {
      expect(draft.atMs - (drafts[index]?.atMs ?? 0)).toBeGreaterThan(650);
      expect(draft.text.length).toBeGreaterThan(drafts[index]?.text.length ?? 0);
    }
    expect(new Set(drafts.map(({ params }) => params.draft_id)).size).toBe(1);
    expect(person.sees().draft).toBeNull();
  });

  it("T7: pauses as long as Telegram asks, with no call in between, and the whole text comes after", async () => {
    const person = await quietPersona();
    faultFor(person, "sendMessageDraft", { refuse: "flood", retryAfter: 4 }, { times: 1 });
    person.say("Wait [[sandbox first=50 interval=20 tokens=60]]");
    const [send] = await settled(person, 1);
    expect(send?.state).toBe("sent");
    const calls = callsTo(world, person.chatId);
    const refused = calls.find(({ type }) => type === "refused");
    const next = calls.find(({ seq }) => seq > (refused?.seq ?? Number.POSITIVE_INFINITY));
    expect((next?.atMs ?? 0) - (refused?.atMs ?? 0)).toBeGreaterThanOrEqual(3_990);
    expect(takenBy(world, person.chatId).at(-1)).toContain((await lastAnswer(person))?.text.trim() ?? "-");
  });
});

describe("T11: a long answer", () => {
  const emoji = "👩‍👩‍👧‍👦";
  it.each([
    ["4,095 units", "x".repeat(4_095), 1],
    ["4,096 units", "x".repeat(4_096), 1],
    ["4,097 units", "x".repeat(4_097), 2],
    ["20,000 units", Array.from({ length: 4_000 }, (_, index) => `${index % 10}abc`).join(" "), 5],
    ["a family at the cut", `${"x".repeat(4_090)}${emoji}${"y".repeat(100)}`, 2],
    ["a code block over the cut", `Look:\n\n\`\`\`js\n${"let a = 1;\n".repeat(500)}\`\`\`\n\nDone.`, 2],
  ])("of %s comes in parts of at most 4,096 units, in order, with nothing lost", async (name, text, least) => {
    const person = await quietPersona();
    await callerOf(person.ctx).telegram.update({ showReceipt: false });
    answers(name, text);
    person.say(name);
    await vi.waitFor(async () => {
      expect(await waiting(person)).toBe(0);
    }, PATIENCE);
    await vi.waitFor(async () => {
      const sends = (await world.sends(person.chatId)).slice(2);
      expect(sends.length).toBeGreaterThanOrEqual(least);
      expect(sends.every(({ state }) => state === "sent")).toBe(true);
    }, PATIENCE);
    const parts = takenBy(world, person.chatId).slice(2);
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(4_096);
      expect(part.isWellFormed()).toBe(true);
    }
    const bare = (value: string) => value.replace(/```(js)?|\s/g, "");
    expect(bare(parts.join(""))).toBe(bare(text));
    if (text.includes(emoji)) expect(parts.some((part) => part.includes(emoji))).toBe(true);
  });
});

describe("T6: while no connection to Telegram is there", () => {
  it("a send is tried again, and goes out once when there is one", async () => {
    const target = { port: world.telegram.port };
    let proxy = await createFaultProxy({ target, seed: 6 });
    const { port } = proxy;
    await bot.stop();
    bot = await world.startBot({ TELEGRAM_API_ROOT: proxy.origin });
    try {
      const person = await quietPersona();
      person.say("Hold on [[sandbox echo first=1500 interval=0]]");
      await vi.waitFor(async () => expect(await waiting(person)).toBe(1), PATIENCE);
      await proxy.close();
      await vi.waitFor(async () => {
        const [send] = await world.database.query<{ attempts: number }>(
          "SELECT attempts FROM telegram_sends WHERE chat_id = $1 AND state = 'queued'",
          [person.chatId],
        );
        expect(send?.attempts).toBeGreaterThan(1);
      }, PATIENCE);
      proxy = await createFaultProxy({ target, seed: 6, port });
      const [send] = await settled(person, 1);
      expect(send?.state).toBe("sent");
      expect(takenBy(world, person.chatId)).toHaveLength(3);
    } finally {
      await bot.stop();
      await proxy.close();
      bot = await world.startBot();
    }
  });

  it("the bot starts all the same, says so, and goes to work when Telegram is there", async () => {
    await bot.stop();
    const port = await freePort();
    bot = await world.startBot({ TELEGRAM_API_ROOT: `http://127.0.0.1:${port}` });
    expect(bot.detail).toBe("Telegram does not answer; the bot tries again by itself");
    const proxy = await createFaultProxy({ target: { port: world.telegram.port }, seed: 6, port });
    try {
      const person = await quietPersona();
      person.say("At last [[sandbox echo first=0 interval=0]]");
      expect((await settled(person, 1))[0]?.state).toBe("sent");
    } finally {
      await bot.stop();
      await proxy.close();
      bot = await world.startBot();
    }
  });
});
