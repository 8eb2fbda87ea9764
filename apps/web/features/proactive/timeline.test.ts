import { describe, expect, it } from "vitest";
import { arrivalsOf, itemsAhead, itemsPast, stateOf, weekAhead, withMessage } from "./timeline.ts";
import type { Decided, Preview, Previewed, Written } from "./wire-types.ts";

const message = (id: string, state: Written["state"], scheduledFor: string) =>
  ({ id, state, scheduledFor, text: id }) as Written;
const previewed = (outcome: Previewed["outcome"], at: string, letterAt: string | null = null) =>
  ({ outcome, at, letterAt, words: `${outcome} ${at}` }) as Previewed;
const decision = (outcome: Decided["outcome"], decidedAt: string) =>
  ({ outcome, decidedAt, hour: decidedAt }) as Decided;

const FROM = "2026-11-24T22:30:00.000Z";
const preview: Preview = {
  from: FROM,
  to: "2026-12-01T22:30:00.000Z",
  items: [
    previewed("told", "2026-11-25T07:00:00.000Z"),
    previewed("held", "2026-11-25T08:00:00.000Z"),
    previewed("beside", "2026-11-29T07:30:00.000Z"),
  ],
  letters: [],
};
const history = {
  messages: [
    message("planned", "scheduled", "2026-11-24T23:30:00.000Z"),
    message("told", "responded", "2026-11-24T07:00:00.000Z"),
    message("late", "expired", "2026-11-22T07:00:00.000Z"),
  ],
  decisions: [decision("not-sent", "2026-11-23T09:00:05.000Z"), decision("planned", "2026-11-24T07:00:00.000Z")],
  feedback: [],
};
const warsaw = (at: Date) => new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Warsaw" }).format(at);

describe("what is written first, in time", () => {
  it("puts each thing ahead into its day by the person's own calendar, and counts what is held back", () => {
    const days = weekAhead(itemsAhead(history, preview), { preview, from: new Date(FROM), dateOf: warsaw });
    expect(days.map(({ date, planned, held }) => [date, planned.length, held])).toEqual([
      ["2026-11-24", 0, 0],
      // 23:30 in Greenwich is half past midnight there.
      ["2026-11-25", 2, 1],
      ["2026-11-26", 0, 0],
      ["2026-11-27", 0, 0],
      ["2026-11-28", 0, 0],
      ["2026-11-29", 1, 0],
      ["2026-11-30", 0, 0],
    ]);
  });

  it("puts what a letter brings where the letter stands, in one place, and leaves the rest to itself", () => {
    const at = "2026-11-25T08:00:00.000Z";
    const byLetter: Preview = {
      ...preview,
      items: [previewed("told", "2026-11-25T07:00:00.000Z", at), previewed("told", "2026-11-25T09:00:00.000Z")],
      letters: [{ at, messageIds: ["planned"] }],
    };
    const arrivals = arrivalsOf(itemsAhead(history, byLetter));
    expect(arrivals.map(({ letterAt, items }) => [letterAt, items.map((item) => item.at)])).toEqual([
      [at, [at, at]],
      [null, ["2026-11-25T09:00:00.000Z"]],
    ]);
  });

  it("has room for one that is too old for the list, in its place, and never shows one twice", () => {
    const old = message("old", "read", "2026-09-01T07:00:00.000Z");
    const all = withMessage(withMessage(history, old), old);
    expect(itemsPast(all, "all").map(({ key }) => key)).toEqual(["told", "2026-11-23T09:00:05.000Z", "late", "old"]);
  });

  it("shows of the past what came, what did not, and each hour of silence, the latest first, and no plan", () => {
    expect(itemsPast(history, "all").map(stateOf)).toEqual(["responded", "skipped", "expired"]);
    expect(itemsPast(history, "skipped").map(stateOf)).toEqual(["skipped", "expired"]);
    expect(itemsPast(history, "planned").map(stateOf)).toEqual(["scheduled"]);
  });
});
