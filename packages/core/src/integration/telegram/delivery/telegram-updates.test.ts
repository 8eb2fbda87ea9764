import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jobContext } from "../../../context.ts";
import { createTestContext } from "../../../testing/create-test-context.ts";
import { openTelegramChat } from "../../../testing/telegram/open-telegram-chat.ts";
import type { IncomingTelegramUpdate } from "../telegram-desk.ts";
import { finishTelegramUpdate } from "./finish-telegram-update.ts";
import { holdTelegramChat } from "./hold-telegram-chat.ts";
import { nextTelegramWork } from "./next-telegram-work.ts";
import { receiveTelegramUpdates } from "./receive-telegram-updates.ts";
import { releaseTelegramChat } from "./release-telegram-chat.ts";

const updateOf = (updateId: number, change: Partial<IncomingTelegramUpdate> = {}): IncomingTelegramUpdate => ({
  ...{ updateId, chatId: 501, kind: "message", payload: { text: "words" }, ignore: null },
  ...change,
});

describe("what comes in", () => {
  test("T2: five times, also to two processes at once, is one update and one piece of work", async () => {
    const base = createTestContext();
    const { botId, job, claim } = await openTelegramChat(base);
    const other = jobContext(base.otherProcess(), "other");
    const counts = await Promise.all(
      [job, other, job, other, job].map((ctx) => receiveTelegramUpdates(ctx, { botId, updates: [updateOf(1)] })),
    );
    expect(counts.toSorted()).toEqual([0, 0, 0, 0, 1]);
    const owner = await claim();
    await expect(claim(other)).rejects.toThrow("living owner");
    expect(await nextTelegramWork(job, owner)).toMatchObject({ kind: "update", update: { updateId: 1 } });
    await finishTelegramUpdate(job, owner, { updateId: 1, state: "done", reason: null, userId: null, sends: [] });
    expect(await receiveTelegramUpdates(other, { botId, updates: [updateOf(1)] })).toBe(0);
    expect(await nextTelegramWork(job, owner)).toEqual({ kind: "nothing" });
  });

  test("T19: from a group, a channel, a bot or nobody is counted, without its words, and is no work", async () => {
    const base = createTestContext();
    const { botId, job } = await openTelegramChat(base);
    const updates = [
      updateOf(1, { ignore: "a group" }),
      updateOf(2, { chatId: null, kind: "poll" }),
      updateOf(3, { chatId: null, ignore: "no sender", payload: undefined }),
    ];
    expect(await receiveTelegramUpdates(job, { botId, updates })).toBe(3);
    const rows = [...base.store.tables().telegramUpdates.values()];
    expect(rows.map(({ state, payload, reason }) => [state, payload, reason])).toEqual([
      ["ignored", null, "a group"],
      ["ignored", null, null],
      ["ignored", null, "no sender"],
    ]);
    expect(base.store.tables().telegramChats.size).toBe(0);
  });

  test("T15: five messages of one chat are worked on one by one, in the order they were written", async () => {
    const base = createTestContext();
    const { job, write, claim } = await openTelegramChat(base);
    const written = [];
    for (const text of ["1", "2", "3", "4", "5"]) written.push(await write(text));
    const owner = await claim();
    const worked = [];
    for (;;) {
      const work = await nextTelegramWork(job, owner);
      if (work?.kind !== "update") break;
      const { updateId } = work.update;
      worked.push(updateId);
      await finishTelegramUpdate(job, owner, { updateId, state: "done", reason: null, userId: null, sends: [] });
    }
    expect(worked).toEqual(written);
    expect(await releaseTelegramChat(job, owner)).toBe(true);
  });

  test("with characters that PostgreSQL's JSON refuses is stored without them, whatever it is", async () => {
    const base = createTestContext();
    const { botId, job } = await openTelegramChat(base);
    let updateId = 0;
    const text = fc.string({
      unit: fc.constantFrom("a", "\\", "u", "0", "\0", "\ud83d", "\ude00", '"', "d", "8", "\n"),
    });
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.integer(),
        fc.boolean(),
        fc.array(tie("value")),
        fc.dictionary(text, tie("value")),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(value, async (payload) => {
        await receiveTelegramUpdates(job, { botId, updates: [updateOf(++updateId, { payload })] });
        const stored = base.store.tables().telegramUpdates.get(`${botId}/${updateId}`)?.payload;
        const texts = (part: unknown): string[] =>
          typeof part === "string"
            ? [part]
            : typeof part === "object" && part
              ? Object.entries(part).flatMap(([name, inner]) => [name, ...texts(inner)])
              : [];
        for (const kept of texts(stored)) expect([kept.isWellFormed(), kept.includes("\0")]).toEqual([true, false]);
        const clean = texts(payload).every((part) => part.isWellFormed() && !part.includes("\0"));
        if (clean) expect(stored).toEqual(JSON.parse(JSON.stringify(payload)));
      }),
      { numRuns: 300 },
    );
  });
});

describe("an update that nobody can work on", () => {
  test("is given up after twenty tries, whoever tried, and its chat is told once", async () => {
    const base = createTestContext();
    const chat = await openTelegramChat(base);
    const updateId = await chat.write("poison");
    await chat.write("fine");
    let owner = await chat.claim();
    for (let tries = 1; tries <= 20; tries++) {
      const process = jobContext(base.otherProcess(), "next");
      base.clock.advance(5_000);
      owner = await chat.claim(process);
      expect(await nextTelegramWork(process, owner)).toMatchObject({
        kind: "update",
        update: { updateId, attempts: tries },
      });
    }
    expect(await nextTelegramWork(chat.job, owner)).toMatchObject({
      kind: "send",
      send: { body: { text: expect.stringContaining("twenty times") } },
    });
    expect(base.store.tables().telegramUpdates.get(`77/${updateId}`)).toMatchObject({
      ...{ state: "failed", reason: "gave up after twenty tries", payload: null },
    });
    expect(base.store.tables().telegramSends.size).toBe(1);
  });
});

test("a hold from a draft holds the final message too", async () => {
  const base = createTestContext();
  const { job, write, claim, message } = await openTelegramChat(base);
  const updateId = await write("hello");
  const owner = await claim();
  await finishTelegramUpdate(job, owner, {
    updateId,
    state: "done",
    reason: null,
    userId: null,
    sends: [message("one")],
  });
  await holdTelegramChat(job, owner, 35);
  expect(await nextTelegramWork(job, owner)).toEqual({ kind: "wait", seconds: 35 });
});

test("nobody but PROCODE itself touches the queue", async () => {
  const base = createTestContext();
  const { write, claim, botId, chatId } = await openTelegramChat(base);
  await write("hello");
  const owner = await claim();
  const person = await base.newPerson();
  const end = { updateId: 1, state: "done" as const, reason: null, userId: null, sends: [] };
  for (const tried of [
    receiveTelegramUpdates(person, { botId, updates: [] }),
    nextTelegramWork(person, owner),
    finishTelegramUpdate(person, owner, end),
    releaseTelegramChat(person, owner),
    holdTelegramChat(person, { botId, chatId }, 1),
  ]) {
    await expect(tried).rejects.toMatchObject({ code: "FORBIDDEN" });
  }
});
