import { describe, expect, test } from "vitest";
import { jobContext } from "../../../context.ts";
import type { TelegramOutcome } from "../../../ports/telegram.ts";
import { createTestContext } from "../../../testing/create-test-context.ts";
import { openTelegramChat } from "../../../testing/telegram/open-telegram-chat.ts";
import { BLOCKED_REASON } from "../linking/block-telegram.ts";
import { deliverTelegramSend } from "./deliver-telegram-send.ts";
import { finishTelegramUpdate } from "./finish-telegram-update.ts";
import { nextTelegramWork } from "./next-telegram-work.ts";

/** A connected chat in which these messages are queued; those named "answer…" carry one answer. */
async function queued(...texts: string[]) {
  const base = createTestContext();
  const chat = await openTelegramChat(base);
  const { botId, chatId, job } = chat;
  const { userId } = await base.newPerson();
  const person = { telegramUserId: chatId, username: "ada", name: "Ada" };
  await base.store.asUser(userId, (tx) =>
    tx.telegram.connect({ botId, chatId, person, conversationId: null, showReceipt: true, connectedAt: new Date(0) }),
  );
  const updateId = await chat.write("hello");
  const owner = await chat.claim();
  const answer = { conversationId: base.ids.next(), messageId: base.ids.next() };
  const sends = texts.map((text) => chat.message(text, text.startsWith("answer") ? { answer } : {}));
  await finishTelegramUpdate(job, owner, { updateId, state: "done", reason: null, userId, sends });
  const next = async () => {
    let work = await nextTelegramWork(job, owner);
    // Into one chat goes one a second.
    if (work?.kind === "wait" && work.seconds <= 1) {
      base.clock.advance(work.seconds * 1_000);
      work = await nextTelegramWork(job, owner);
    }
    if (work?.kind !== "send") throw new Error(`Next is ${work?.kind}, not a send.`);
    return work.send;
  };
  return {
    ...{ base, chat, job, owner, userId, answer, next },
    telegram: base.channels.telegram,
    /** Delivers what is next, which Telegram answers so. */
    async deliver(outcome: TelegramOutcome) {
      base.channels.telegram.script = (message) =>
        outcome.kind === "sent" ? base.channels.telegram.accept(message) : outcome;
      return deliverTelegramSend(job, owner, await next());
    },
    work: () => nextTelegramWork(job, owner),
    rows: () => [...base.store.tables().telegramSends.values()],
    events: (type: string) => [...base.store.tables().events.values()].filter((event) => event.type === type),
  };
}
const SENT: TelegramOutcome = { kind: "sent", telegramMessageId: 1 };

describe("a send", () => {
  test("that was taken is settled with Telegram's number and without its words", async () => {
    const { deliver, rows, work } = await queued("one");
    expect(await deliver(SENT)).toEqual({ kind: "settled" });
    expect(rows()).toMatchObject([{ state: "sent", telegramMessageId: 1, body: null, attempts: 1 }]);
    expect(await work()).toEqual({ kind: "nothing" });
  });

  test("T6: that never left the process is tried again, later each time and a minute at most, until it is sent", async () => {
    const { deliver, base, rows, telegram } = await queued("one", "two");
    const waits: number[] = [];
    for (let tries = 0; tries < 20; tries++) {
      const step = await deliver({ kind: "not-written", reason: "no route" });
      if (step.kind !== "wait") throw new Error("It did not stay in the queue.");
      waits.push(step.seconds);
      base.clock.advance(step.seconds * 1_000 + 1);
    }
    for (const [tries, seconds] of waits.entries()) {
      const longest = Math.min(60, 2 ** tries);
      expect(seconds).toBeGreaterThanOrEqual(longest / 2);
      expect(seconds).toBeLessThanOrEqual(longest);
    }
    await deliver(SENT);
    expect(rows().map(({ state }) => state)).toEqual(["sent", "queued"]);
    expect(telegram.accepted.map(({ text }) => text)).toEqual(["one"]);
  });

  test("T7: on 429 waits as long as Telegram says, and so does all that follows in that chat", async () => {
    const { deliver, work, base, telegram } = await queued("one", "two");
    expect(await deliver({ kind: "hold", retryAfterSeconds: 35 })).toEqual({ kind: "wait", seconds: 35 });
    base.clock.advance(34_000);
    expect(await work()).toEqual({ kind: "wait", seconds: 1 });
    expect(telegram.requests).toHaveLength(1);
    base.clock.advance(1_000);
    await deliver(SENT);
    await deliver(SENT);
    expect(telegram.accepted.map(({ text }) => text)).toEqual(["one", "two"]);
  });

  test("that Telegram's own errors keep away fails with the eighth; tries that never left do not count", async () => {
    const { deliver, base, rows } = await queued("one");
    for (const outcome of Array.from({ length: 5 }, () => ({ kind: "not-written", reason: "no route" }) as const)) {
      await deliver(outcome);
      base.clock.advance(60_000);
    }
    for (let tries = 1; tries <= 7; tries++) {
      expect(await deliver({ kind: "server-error", reason: "Internal" })).toMatchObject({ kind: "wait" });
      base.clock.advance(64_000);
    }
    expect(await deliver({ kind: "server-error", reason: "Internal" })).toEqual({ kind: "settled" });
    expect(rows()).toMatchObject([{ state: "failed", reason: expect.stringContaining("8 times: Internal") }]);
  });

  test("T10: whose entities are refused goes once more as the same words without any, and then fails", async () => {
    const { deliver, telegram, rows } = await queued("*one*");
    const refuse: TelegramOutcome = { kind: "entities-refused", reason: "can't parse entities" };
    expect(await deliver(refuse)).toEqual({ kind: "wait", seconds: 0 });
    expect(await deliver(refuse)).toEqual({ kind: "settled" });
    expect(telegram.requests.map(({ text, entities }) => [text, entities.length])).toEqual([
      ["*one*", 1],
      ["*one*", 0],
    ]);
    expect(rows()).toMatchObject([{ state: "failed", reason: expect.stringContaining("can't parse entities") }]);
  });

  test("that is refused fails with the reason, and what follows goes on", async () => {
    const { deliver, rows } = await queued("one", "two");
    expect(await deliver({ kind: "refused", reason: "chat not found" })).toEqual({ kind: "settled" });
    await deliver(SENT);
    expect(rows()).toMatchObject([
      { state: "failed", reason: "Telegram refused this message: chat not found" },
      { state: "sent" },
    ]);
  });

  test("T5, T12: whose answer was lost is uncertain and never sent again; the later parts still go, in order", async () => {
    const { deliver, telegram, rows, events, answer, work } = await queued(
      "answer 1",
      "answer 2",
      "answer 3",
      "answer 4",
    );
    await deliver(SENT);
    await deliver({ kind: "uncertain", reason: "cut" });
    await deliver(SENT);
    expect(events("TelegramDelivered")).toEqual([]);
    await deliver(SENT);
    expect(await work()).toEqual({ kind: "nothing" });
    expect(telegram.accepted.map(({ text }) => text)).toEqual(["answer 1", "answer 3", "answer 4"]);
    expect(rows().map(({ state }) => state)).toEqual(["sent", "uncertain", "sent", "sent"]);
    expect(events("TelegramDelivered")).toMatchObject([{ payload: { ...answer, state: "uncertain" } }]);
  });

  test("that breaks off in a way nobody foresaw is uncertain too", async () => {
    const { job, owner, next, rows, base, telegram } = await queued("one");
    telegram.script = () => {
      throw new Error("out of memory");
    };
    expect(await deliverTelegramSend(job, owner, await next())).toEqual({ kind: "settled" });
    expect(rows()).toMatchObject([{ state: "uncertain", reason: expect.stringContaining("may have arrived") }]);
    expect(base.lines.filter(({ level }) => level === "error")).toHaveLength(1);
  });

  test("T9: to somebody who blocked the bot ends all that is queued for them, with the reason, once", async () => {
    const { deliver, base, userId, rows, events, answer, work } = await queued("one", "answer 1", "answer 2");
    await deliver({ kind: "blocked", reason: "Forbidden" });
    expect(rows()).toMatchObject([
      { state: "failed", reason: BLOCKED_REASON },
      { state: "cancelled", reason: BLOCKED_REASON, body: null },
      { state: "cancelled" },
    ]);
    expect(await work()).toEqual({ kind: "nothing" });
    expect(await base.store.asUser(userId, (tx) => tx.telegram.findConnection())).toMatchObject({ state: "blocked" });
    expect(events("TelegramDisconnected")).toMatchObject([{ payload: { userId, by: "blocked" } }]);
    expect(events("TelegramDelivered")).toMatchObject([{ payload: { ...answer, state: "failed" } }]);
  });
});

describe("the owner of a chat", () => {
  test("that lost it while Telegram answered changes nothing, and its send stays uncertain", async () => {
    const { base, chat, job, owner, next, rows, telegram } = await queued("one");
    telegram.script = async (message) => {
      base.clock.advance(5_000);
      await chat.claim(jobContext(base.otherProcess(), "heir"));
      return telegram.accept(message);
    };
    expect(await deliverTelegramSend(job, owner, await next())).toEqual({ kind: "lost" });
    expect(rows()).toMatchObject([{ state: "uncertain", telegramMessageId: null }]);
    expect(await nextTelegramWork(job, owner)).toBeNull();
  });

  test("that lost it before sends nothing at all", async () => {
    const { base, chat, job, owner, next, telegram } = await queued("one");
    const send = await next();
    base.clock.advance(5_000);
    await chat.claim(jobContext(base.otherProcess(), "heir"));
    expect(await deliverTelegramSend(job, owner, send)).toEqual({ kind: "lost" });
    expect(telegram.requests).toEqual([]);
  });

  test("sends nothing that was cancelled after it was handed out", async () => {
    const { base, job, owner, userId, next, telegram } = await queued("one");
    const send = await next();
    await base.store.asUser(userId, (tx) => tx.telegram.disconnect("unlinked"));
    expect(await deliverTelegramSend(job, owner, send)).toEqual({ kind: "settled" });
    expect(telegram.requests).toEqual([]);
  });

  test("keeps what Telegram said through a short absence of the database", async () => {
    const { base, job, owner, next, rows, telegram } = await queued("one");
    telegram.script = (message) => {
      base.store.setAway(true);
      return telegram.accept(message);
    };
    const { sleep } = base.clock;
    const patient = {
      ...job,
      clock: { ...base.clock, sleep: async (ms: number) => sleep(ms).then(() => base.store.setAway(false)) },
    };
    expect(await deliverTelegramSend(patient, owner, await next())).toEqual({ kind: "settled" });
    expect(rows()).toMatchObject([{ state: "sent" }]);
  });

  test("that can not store what Telegram said finds it uncertain later, instead of sending it again", async () => {
    const { base, job, owner, next, rows, work, telegram } = await queued("one");
    telegram.script = (message) => {
      base.store.setAway(true);
      return telegram.accept(message);
    };
    await expect(deliverTelegramSend(job, owner, await next())).rejects.toMatchObject({ code: "UNAVAILABLE" });
    base.store.setAway(false);
    expect(await work()).toEqual({ kind: "nothing" });
    expect(rows()).toMatchObject([{ state: "uncertain", reason: expect.stringContaining("not sent a second time") }]);
    expect(telegram.accepted).toHaveLength(1);
  });
});

test("a process without Telegram begins nothing, and nobody but PROCODE sends", async () => {
  const { base, job, owner, next, rows, userId } = await queued("one");
  const send = await next();
  const mute = { ...job, channels: { ...job.channels, telegram: null } };
  await expect(deliverTelegramSend(mute, owner, send)).rejects.toMatchObject({ details: { reason: "telegram-away" } });
  const person = base.as({ kind: "channel", userId, channel: "telegram" });
  await expect(deliverTelegramSend(person, owner, send)).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(rows()).toMatchObject([{ state: "queued" }]);
});
