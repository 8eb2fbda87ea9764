import { expect, test } from "vitest";
import { type FaultSend, findBrokenPromises } from "./find-broken-promises.ts";
import type { FaultRun } from "./run-telegram-faults.ts";

const sendOf = (id: number, change: Partial<FaultSend> = {}): FaultSend => ({
  ...{ id, chatId: 1, dedupeKey: `part ${id}`, state: "sent", reason: null, body: null },
  ...change,
});
const cleanRun = (): FaultRun => ({
  accepted: [1, 2, 3].map((id) => ({ chatId: 1, text: `part ${id}` })),
  planned: new Map([1, 2, 3].map((id) => [`part ${id}`, { chatId: 1, messageId: id < 3 ? "answer" : null }])),
  afterBlock: [],
  ...{ kills: 1, takeovers: 0, cuts: 0 },
});
const SENDS = [sendOf(1), sendOf(2), sendOf(3)];
const DELIVERED = [{ messageId: "answer", state: "sent" }];
const gone = { state: "uncertain", reason: "why" };

test("a run that kept every promise is clean", () => {
  expect(findBrokenPromises(cleanRun(), SENDS, DELIVERED)).toEqual([]);
});

test.each<[string, (run: FaultRun) => void, FaultSend[], { messageId: string; state: string }[], string]>([
  ["a second copy", (run) => run.accepted.push({ chatId: 1, text: "part 3" }), SENDS, DELIVERED, "accepted 2 times"],
  ["one that is gone", () => undefined, SENDS.slice(0, 2), DELIVERED, "lost in silence"],
  [
    "one that waits for ever",
    () => undefined,
    SENDS.with(2, sendOf(3, { state: "sending" })),
    DELIVERED,
    "came to an end",
  ],
  ["a claim that it was sent", (run) => run.accepted.pop(), SENDS, DELIVERED, "never accepted"],
  [
    "an end without a reason",
    () => undefined,
    SENDS.with(2, sendOf(3, { state: "uncertain" })),
    DELIVERED,
    "no reason",
  ],
  [
    "a failure that arrived",
    () => undefined,
    SENDS.with(2, sendOf(3, { ...gone, state: "failed" })),
    DELIVERED,
    "was accepted",
  ],
  ["words that are kept", () => undefined, SENDS.with(2, sendOf(3, { body: {} })), DELIVERED, "kept its words"],
  [
    "too much doubt",
    (run) => {
      run.kills = 0;
    },
    SENDS.with(2, sendOf(3, gone)),
    DELIVERED,
    "only 0 could be",
  ],
  ["another order", (run) => run.accepted.reverse(), SENDS, DELIVERED, "out of order"],
  ["silence about an answer", () => undefined, SENDS, [], 'told as ""'],
  ["an answer told twice", () => undefined, SENDS, [...DELIVERED, ...DELIVERED], 'told as "sent,sent"'],
  ["calls after a block", (run) => run.afterBlock.push("part 1", "part 2"), SENDS, DELIVERED, "after a block"],
])("%s is found", (_name, plant, sends, delivered, words) => {
  const run = cleanRun();
  plant(run);
  expect(findBrokenPromises(run, sends, delivered).join("\n")).toContain(words);
});
