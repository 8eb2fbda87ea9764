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
    ["please remind me about the lease on Friday", "reminder 2026-11-27T08:00 the lease"],
    ["Don't let me forget the cake in 20 minutes", "reminder 2026-11-24T09:20 the cake"],
    ["Remind me in 20 minutes to call mum", "reminder 2026-11-24T09:20 call mum"],
    ["Remind me tomorrow at 9:30 about the lease", "reminder 2026-11-25T08:30 the lease"],
    ["Remind me tonight at 8pm to toast Tom", "reminder 2026-11-24T19:00 toast Tom"],
    ["I'll send the invoice on 2026-12-01.", "promise 2026-12-01T08:00 send the invoice"],
    ["I have to pay the rent tonight at 8pm!", "promise 2026-11-24T19:00 pay the rent"],
    ["I promised to write to Eva on 4 December at 17:00", "promise 2026-12-04T16:00 write to Eva"],
  ])("finds in %j when and what", (text, loop) => {
    expect(found(text)).toEqual([loop]);
  });

  it.each([
    ["Can you remind me to call mum at 6pm?", "reminder 2026-11-24T17:00 call mum"],
    ["Note to self: fetch the coat today at 17:30", "reminder 2026-11-24T16:30 fetch the coat"],
    ["Set a reminder for 16:30: pick up Jonas", "reminder 2026-11-24T15:30 pick up Jonas"],
    ["I've got to renew the insurance tomorrow", "promise 2026-11-25T08:00 renew the insurance"],
    ["Tomorrow I have to call Bo at 10:00.", "promise 2026-11-25T09:00 call Bo"],
    ["The abstract is due today at 23:00, I have to send it at 21:00.", "promise 2026-11-24T20:00 send it"],
    [
      "Anna calls the bank, and I'll call the insurance tomorrow at 10:00",
      "promise 2026-11-25T09:00 call the insurance",
    ],
  ])("understands %j", (text, loop) => {
    expect(found(text)).toEqual([loop]);
  });

  it.each([
    ["I must sign the lease by 6pm today.", "promise 2026-11-24T16:00 sign the lease by 18:00"],
    [
      "I have to catch the train to Gdynia tomorrow at 13:20.",
      "promise 2026-11-25T11:50 catch the train to Gdynia at 13:20",
    ],
    ["I have a meeting with Ola at 14:00", "promise 2026-11-24T12:30 a meeting with Ola at 14:00"],
    // Half of an hour that is left.
    ["I need to reply by 11:00.", "promise 2026-11-24T09:30 reply by 11:00"],
    // Whoever orders an hour gets that hour.
    ["Remind me to be at the dentist at 15:00.", "reminder 2026-11-24T14:00 be at the dentist"],
  ])("tells ahead, with its time, what is too late at its time: %j", (text, loop) => {
    expect(found(text)).toEqual([loop]);
  });

  it.each([
    "I will not go to the party tomorrow at 20:00.",
    "Please don't remind me about the exam today at 14:00.",
    "If it rains tomorrow I'll stay in bed until 11:00.",
    'The film says "I\'ll be back tomorrow at nine", great.',
    "My boss said: I'll send you the contract tomorrow at 11:00.",
    "I promised that Anna will be at the desk tomorrow at 9:00.",
    "I have to admit that tomorrow at 9:00 is early.",
    "I'm going to lunch at 12:30.",
  ])("takes %j for no promise of theirs", (text) => {
    expect(found(text)).toEqual([]);
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

  it("joins what one message asks for one minute, so that none of it is taken for known", () => {
    expect(
      found("Remind me at 16:00 to call mum. Remind me at 16:00 to call dad! Remind me to call mum at 16:00."),
    ).toEqual(["reminder 2026-11-24T15:00 call mum; call dad"]);
  });

  it("reads the beginning of what was pasted and no more, so that nothing waits for it", () => {
    const pasted = Array.from({ length: 3_000 }, (_, n) => `Remind me of tea in ${n + 1} minutes. `).join("");
    expect(found(pasted).length).toBeLessThan(200);
  });

  it("takes the day before at nine for a goal with a date, and no goal without one", () => {
    const goals = "Half marathon on 6 December 2026\nLearn Polish; Move to Berlin on 1 March 2027";
    expect(findGoals(goals, WARSAW, AT).map(({ dueAt, words }) => [dueAt.toISOString(), words])).toEqual([
      ["2026-12-05T08:00:00.000Z", "Half marathon on 6 December 2026"],
      ["2027-02-28T08:00:00.000Z", "Move to Berlin on 1 March 2027"],
    ]);
  });
});
