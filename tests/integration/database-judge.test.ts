import { expect, it } from "vitest";
import { judgeDatabaseRun } from "../faults/judge-database-run.ts";
import type { Asked } from "../faults/open-crowd.ts";
import type { DatabaseRun, StoredTurn } from "../faults/read-database-run.ts";

const SENT = { conversationId: "c", messageId: "q", answerId: "a", generationId: "g" };
const ASKED: Asked = {
  ...{ clientId: "one", marker: "m0.", sent: SENT, takenMs: 10 },
  refusals: [{ kind: "refused", status: 503, reason: "database-away", retryAfter: "5" }],
};
const TURN: StoredTurn = {
  ...{ clientId: "one", answers: 1, status: "complete", text: "m0. words" },
  ...{ generations: 1, state: "done", attempts: 1, responses: 1 },
};
const RUN: DatabaseRun = {
  asked: [ASKED],
  turns: [TURN],
  halves: [],
  calls: [{ marker: "m0.", finished: ["m0. words"], times: 1 }],
  recordedUsd: "0.1",
  billedUsd: "0.1",
  recoveredMs: [300],
};
const refused = (refusal: Asked["refusals"][number]) => ({ asked: [{ ...ASKED, refusals: [refusal] }] });
const stored = (change: Partial<StoredTurn>) => ({ turns: [{ ...TURN, ...change }] });

it("finds nothing in a run that keeps every promise", () => {
  expect(judgeDatabaseRun(RUN)).toEqual([]);
});

// A judge that finds nothing anywhere would prove nothing.
it.each<[breach: string, change: Partial<DatabaseRun>, words: string]>([
  ["a run in which nobody asked", { asked: [] }, "nobody asked"],
  ["a 500", refused({ kind: "refused", status: 500, reason: "unexpected", retryAfter: null }), "500 unexpected"],
  [
    "a refusal without a time to come back",
    refused({ kind: "refused", status: 503, reason: "database-away", retryAfter: null }),
    "no Retry-After",
  ],
  ["a call that nobody answered", refused({ kind: "no-answer", why: "ECONNRESET" }), "ECONNRESET"],
  ["a message that was never taken", { asked: [{ ...ASKED, sent: null }] }, "never taken"],
  ["a message that was confirmed and lost", { turns: [] }, "is not there"],
  ["a message that is there twice", { turns: [TURN, TURN] }, "2 times"],
  ["a question without an answer", stored({ answers: 0 }), "0 answers"],
  ["two answers to one message", stored({ answers: 2, generations: 2 }), "2 answers"],
  ["an answer that failed", stored({ status: "failed" }), '"failed"'],
  ["an answer that broke off", stored({ status: "interrupted" }), '"interrupted"'],
  ["an attempt that nobody accounts for", stored({ responses: 0 }), "accounted for 0 times"],
  [
    "a call of the provider too many",
    { calls: [{ marker: "m0.", finished: ["m0. words"], times: 2 }] },
    "asked 2 times",
  ],
  ["a text that lost a word", stored({ text: "m0." }), "did not write"],
  ["half of a turn", { halves: ["a generation without its message g"] }, "without its message"],
  ["money that nobody recorded", { recordedUsd: "0.09" }, "0.1 billed"],
  ["a recovery that takes too long", { recoveredMs: [300, 5_001] }, "5001 ms"],
  ["a fault after which nothing was taken", { recoveredMs: [Number.POSITIVE_INFINITY] }, "Infinity ms"],
])("finds %s", (_, change, words) => {
  const problems = judgeDatabaseRun({ ...RUN, ...change });
  expect(problems.join("\n")).toContain(words);
});

it("allows what was said to be allowed, and no more", () => {
  const cut = refused({ kind: "no-answer", why: "ECONNREFUSED" });
  expect(judgeDatabaseRun({ ...RUN, ...cut }, { noAnswer: true })).toEqual([]);
  const broken = { ...RUN, ...stored({ status: "interrupted" }) };
  expect(judgeDatabaseRun(broken, { interrupted: true })).toEqual([]);
  expect(judgeDatabaseRun({ ...RUN, ...stored({ status: "failed" }) }, { interrupted: true })).toHaveLength(1);
});
