import { describe, expect, it } from "vitest";
import { findGoals, findOpenLoops } from "./find-open-loops.ts";

// A Tuesday, 10:00 in Warsaw.
const AT = Date.UTC(2026, 10, 24, 9);
const WARSAW = "Europe/Warsaw";
const found = (text: string, zone = WARSAW) =>
  findOpenLoops(text, zone, AT).map(({ kind, words, dueAt }) => `${kind} ${dueAt.toISOString().slice(0, 16)} ${words}`);

describe("findOpenLoops", () => {
  it.each([
    ["Remind me to call the bank tomorrow at 9:30.", "reminder 2026-11-25T08:30 call the bank"],
    ["please remind me about the lease on Friday", "reminder 2026-11-27T08:00 please the lease"],
    ["Don't let me forget the cake in 20 minutes", "reminder 2026-11-24T09:20 the cake"],
    ["I'll send the invoice on 2026-12-01.", "promise 2026-12-01T08:00 send the invoice"],
    ["I have to pay the rent tonight at 8pm!", "promise 2026-11-24T19:00 pay the rent"],
    ["I promised to write to Eva on 4 December at 17:00", "promise 2026-12-04T16:00 write to Eva"],
  ])("finds in %j when and what", (text, loop) => {
    expect(found(text)).toEqual([loop]);
  });

  it.each([
    "Remind me to call the bank.",
    "I'll do it some time.",
    "The bank closes tomorrow at 9:30.",
    "Will I have to pay tomorrow?",
    "I'll have been there on 2020-01-01.",
    "",
  ])("finds nothing in %j", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("finds several in one message, each by the clock of the person's zone on its own day", () => {
    expect(found("Hi! Remind me to water the plants tomorrow at 7:00. I'll run on 29 March 2027 at 7:00.")).toEqual([
      ...["reminder 2026-11-25T06:00 water the plants", "promise 2027-03-29T05:00 run"],
    ]);
    expect(found("Remind me of tea tomorrow at 7:00", "Asia/Kathmandu")).toEqual(["reminder 2026-11-25T01:15 tea"]);
  });

  it("reads the beginning of what was pasted and no more, so that nothing waits for it", () => {
    expect(found("Remind me of tea tomorrow at 7:00. ".repeat(3_000)).length).toBeLessThan(200);
  });

  it("takes the day before at nine for a goal with a date, and no goal without one", () => {
    const goals = "Half marathon on 6 December 2026\nLearn Polish; Move to Berlin on 1 March 2027";
    expect(findGoals(goals, WARSAW, AT).map(({ dueAt, words }) => [dueAt.toISOString(), words])).toEqual([
      ["2026-12-05T08:00:00.000Z", "Half marathon on 6 December 2026"],
      ["2027-02-28T08:00:00.000Z", "Move to Berlin on 1 March 2027"],
    ]);
  });
});
