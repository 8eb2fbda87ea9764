import { expect, test } from "vitest";
import type { DeliveryCall, DeliveryEnd, DeliveryEvent, DeliveryRow, DeliveryRun } from "./delivery-run.ts";
import { findDeliveryProblems } from "./find-delivery-problems.ts";

const [ADA, BEN] = [1, 2];
const call = (words: string, atMs: number, end: DeliveryEnd, change: Partial<DeliveryCall> = {}): DeliveryCall => ({
  ...{ kind: "message", chatId: ADA, atMs, words, text: words, isMarked: true, end },
  ...{ retryAfter: end === "flood" ? 2 : 0, ...change },
});
const row = (id: number, words: string, change: Partial<DeliveryRow> = {}): DeliveryRow => ({
  ...{ id, chatId: ADA, words, state: "sent", reason: null, attempts: 1, body: null, messageId: null },
  ...change,
});
const asked = (words: string, change: Partial<DeliveryRun["asked"][number]> = {}) => ({
  ...{ words, chatId: ADA, isProactive: false, isLast: false },
  ...change,
});
const UNCERTAIN = { state: "uncertain", reason: "lost" };
const TOLD = { text: "told", state: "sent", channel: "telegram", reason: "Telegram took it." } as const;
const back: DeliveryEvent = { kind: "unblocked", chatId: ADA, atMs: 9_000 };

/** A reply, one that is lost, one that is made plain, something unasked in another chat, and a hold before the last. */
const CLEAN: DeliveryRun = {
  events: [
    call("one", 0, "taken"),
    call("lost", 100, "lost"),
    call("plain", 200, "bad-entities"),
    call("plain", 300, "taken", { isMarked: false }),
    call("told", 400, "taken", { chatId: BEN, isMarked: false }),
    call("last", 500, "flood"),
    call("last", 2_500, "taken"),
  ],
  asked: [
    ...["one", "lost", "plain"].map((words) => asked(words)),
    asked("told", { chatId: BEN, isProactive: true }),
    asked("last", { isLast: true }),
  ],
  outages: [],
  rows: [
    row(1, "one", { messageId: "answer" }),
    row(2, "lost", UNCERTAIN),
    row(3, "plain", { attempts: 2 }),
    row(4, "told", { chatId: BEN }),
    row(5, "last", { attempts: 2 }),
  ],
  ignored: [],
  told: [{ messageId: "answer", state: "sent" }],
  messages: [TOLD],
  onTheWayMs: 0,
};
const withEvents = (change: (events: DeliveryEvent[]) => DeliveryEvent[]) => ({ events: change([...CLEAN.events]) });
const withRow = (id: number, change: Partial<DeliveryRow>) => ({
  rows: CLEAN.rows.map((one) => (one.id === id ? { ...one, ...change } : one)),
});
const without = (id: number) => ({ rows: CLEAN.rows.filter((one) => one.id !== id) });
const more = (...added: DeliveryEvent[]) => withEvents((events) => [...events, ...added]);
const many = { attempts: 9 };

test("a run that kept every promise is clean", () => {
  expect(findDeliveryProblems(CLEAN)).toEqual([]);
});

// A judge that finds nothing anywhere would prove nothing.
test.each<[breach: string, change: Partial<DeliveryRun>, words: string]>([
  ["a second copy", { ...more(call("one", 3_000, "taken")), ...withRow(1, many) }, "taken 2 times"],
  [
    "a lost one that is sent again",
    { ...more(call("lost", 3_000, "refused")), ...withRow(2, many) },
    "sent again after it may have been taken",
  ],
  [
    "another one's chat",
    withEvents((events) => events.with(0, call("one", 0, "taken", { chatId: BEN }))),
    "not its own",
  ],
  ["a call that nobody began", withRow(3, { attempts: 1 }), "called 2 times and begun 1 times"],
  ["one that is queued twice", { rows: [...CLEAN.rows, row(6, "one")] }, "stands in the queue twice"],
  ["one that is gone", { ...without(2), ...withEvents((events) => events.toSpliced(1, 1)) }, "lost in silence"],
  ["one without a row", without(1), "stands in no row"],
  ["one that does not get through in the end", withRow(5, UNCERTAIN), "though all was over"],
  ["a claim that it was sent", withEvents((events) => events.toSpliced(0, 1)), "never taken"],
  ["a lost one that is called sent", withRow(2, { state: "sent" }), "nobody knows whether it was taken"],
  ["a failure that arrived", withRow(1, { state: "failed", reason: "why" }), "and was taken"],
  [
    "one that is given up at its first 500",
    {
      ...withRow(1, { state: "failed", reason: "why" }),
      ...withEvents((events) => events.with(0, call("one", 0, "server-error"))),
    },
    "never refused",
  ],
  [
    "one that is cancelled without a block",
    { ...withRow(1, { state: "cancelled", reason: "why" }), ...withEvents((events) => events.toSpliced(0, 1)) },
    "nobody blocked the bot",
  ],
  ["doubt without a cause", withRow(1, UNCERTAIN), "though only 0 connections were cut"],
  ["one that waits for ever", withRow(1, { state: "queued" }), "never came to an end"],
  ["an end without a reason", withRow(2, { reason: null }), "no reason"],
  ["words that are kept", withRow(1, { body: {} }), "kept its words"],
  ["silence about an answer", { told: [] }, 'told as ""'],
  ["an answer told as another", { told: [{ messageId: "answer", state: "failed" }] }, 'told as "failed"'],
  [
    "another order",
    withEvents((events) => [call("plain", 0, "taken", { isMarked: false }), ...events.toSpliced(2, 2)]),
    "out of order",
  ],
  [
    "a third try of what Telegram can not read",
    {
      ...withRow(3, many),
      ...withEvents((e) => e.toSpliced(3, 0, call("plain", 250, "bad-entities", { isMarked: false }))),
    },
    "made plain more than once",
  ],
  ["entities that stay", withEvents((events) => events.with(3, call("plain", 300, "taken"))), "kept the entities"],
  [
    "other words",
    withEvents((events) => events.with(3, call("plain", 300, "taken", { isMarked: false, text: "p" }))),
    "was changed",
  ],
  [
    "no plain words",
    { ...withRow(3, { state: "failed", reason: "why" }), ...withEvents((events) => events.toSpliced(3, 1)) },
    "without its plain words",
  ],
  [
    "plain words that are refused and come again",
    withEvents((events) => events.with(2, call("plain", 200, "bad-entities", { isMarked: false }))),
    "though it was plain",
  ],
  ["a call before a chat's hold is over", more(call("one", 2_400, "refused")), "the chat was put off"],
  [
    "a draft before a chat's hold is over",
    withEvents((events) => events.toSpliced(6, 0, call("", 900, "taken", { kind: "sign", words: null }))),
    "the chat was put off",
  ],
  [
    "a call to a third chat while two are put off",
    withEvents((events) =>
      events.toSpliced(
        6,
        0,
        call("told", 600, "flood", { chatId: BEN }),
        call("", 700, "taken", { chatId: 3, words: null }),
      ),
    ),
    "the bot was put off",
  ],
  [
    "a call after the bot was blocked",
    { ...more(call("one", 3_000, "blocked"), call("last", 4_000, "blocked")), ...withRow(1, many) },
    "was called after it blocked the bot",
  ],
  ["a ledger that tells of another end", { messages: [{ ...TOLD, state: "cancelled" }] }, "was taken and is cancelled"],
  ["a ledger that waits for ever", { messages: [{ ...TOLD, state: "sending" }] }, "is sending at the end"],
  ["a ledger without a reason", { messages: [{ ...TOLD, reason: "" }] }, "without a reason"],
  ["somewhere else, too", { messages: [{ ...TOLD, channel: "web" }] }, "went to Telegram and to web"],
])("finds %s", (_, change, words) => {
  expect(findDeliveryProblems({ ...CLEAN, ...change }).join("\n")).toContain(words);
});

test("doubt is explained by a connection that was cut, and a call after a block by who came back", () => {
  const outages = [{ fromMs: 0, toMs: 1, cut: 1 }];
  expect(
    findDeliveryProblems({
      ...CLEAN,
      ...withRow(1, UNCERTAIN),
      told: [{ messageId: "answer", state: "uncertain" }],
      outages,
    }),
  ).toEqual([]);
  const came = more(call("x", 8_000, "blocked", { words: null }), back, call("y", 9_100, "taken", { words: null }));
  expect(findDeliveryProblems({ ...CLEAN, ...came })).toEqual([]);
});
