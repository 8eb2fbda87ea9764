import { describe, expect, it } from "vitest";
import { type JudgedAnswer, problemsOfAnswer } from "../chaos/streams/judge-streams.ts";

describe("the judge of streams", () => {
  const call = { id: "gen-1", text: "Hello world", costUsd: "0.01" };
  const good: JudgedAnswer = {
    name: "a",
    seen: { text: "Hello world", status: "complete", misplaced: [], resets: 0 },
    stored: { text: "Hello world", status: "complete" },
    calls: [call],
    costs: [{ providerId: "gen-1", costUsd: "0.010", state: "reported" }],
    death: null,
  };
  const died: JudgedAnswer = {
    ...good,
    seen: { ...good.seen, text: "Hello", status: "interrupted", resets: 1 },
    stored: { text: "Hello", status: "interrupted" },
    death: { storedLength: 5, toldAfterMs: 4_000 },
  };

  it("finds nothing where nothing is wrong", () => {
    expect([good, died].flatMap(problemsOfAnswer)).toEqual([]);
  });

  it.each<[string, JudgedAnswer]>([
    ["a lost letter", { ...good, seen: { ...good.seen, text: "Hello worl" } }],
    ["a doubled part", { ...good, seen: { ...good.seen, misplaced: ["delta 5 on 10"] } }],
    ["another text than was sent", { ...good, calls: [{ ...call, text: "Hello there" }] }],
    ["an answer begun anew by a mere cut", { ...good, seen: { ...good.seen, resets: 1 } }],
    ["a second call without a death", { ...good, calls: [call, { ...call, id: "gen-2" }] }],
    ["an end that was never told", { ...good, seen: { ...good.seen, status: null } }],
    [
      "a broken character",
      { ...good, seen: { ...good.seen, text: "\uFFFD" }, stored: { ...good.stored, text: "\uFFFD" } },
    ],
    ["a cost counted twice", { ...good, costs: [...good.costs, ...good.costs] }],
    ["a cost that differs", { ...good, costs: [{ providerId: "gen-1", costUsd: "0.02", state: "reported" }] }],
    ["a call that nobody counts", { ...good, costs: [] }],
    ["a death told too late", { ...died, death: { storedLength: 5, toldAfterMs: 5_001 } }],
    ["a death never told", { ...died, death: { storedLength: 5, toldAfterMs: null } }],
    ["stored text that was lost", { ...died, death: { storedLength: 6, toldAfterMs: 1 } }],
    [
      "a second call though something was stored",
      {
        ...died,
        calls: [call, { ...call, id: "gen-2" }],
        costs: [...died.costs, { providerId: "gen-2", costUsd: "0.01", state: "reported" }],
      },
    ],
    ["an answer left unfinished", { ...died, stored: { ...died.stored, status: "answering" } }],
  ])("finds %s", (_, answer) => {
    expect(problemsOfAnswer(answer)).not.toEqual([]);
  });
});
