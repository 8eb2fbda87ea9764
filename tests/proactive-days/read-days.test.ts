import { describe, expect, it, test } from "vitest";
import { findViolations } from "./find-violations.ts";
import type { Told } from "./live-day.ts";
import { type Day, readFile } from "./read-days.ts";
import { scoreDay } from "./score.ts";
import { instantOf, wallOf } from "./wall.ts";

const read = (...lines: string[]): Day => {
  const [day] = readFile("file", `# Words\n\n## A day\n${lines.join("\n")}\n`);
  if (!day) throw new Error("No day was read.");
  return day;
};
const told = (change: Partial<Told> = {}): Told => ({
  ...{ atMs: Date.UTC(2026, 10, 24, 11), text: "Send the invoice.", topic: "Promises", rule: "promise" },
  ...{ confidence: 90, dueMs: Date.UTC(2026, 10, 24, 11), plannedMs: Date.UTC(2026, 10, 24, 11), isGiven: false },
  ...change,
});
const broken = (day: Day, ...all: Told[]) => findViolations(day, all).map(({ rule }) => rule);

describe("a story", () => {
  it("is read with its zone, its settings, what happened when, and what is welcome", () => {
    const day = read(
      ...["Asia/Kathmandu 2026-11-25", "caps 1/3", "mute Goals", "shows caps", "-1 09:00 I'll run at 10:00."],
      ...["told -2 12:00 [Promises] Run. (disliked)", "order Mon,Sun 08:00 [Plans] My plan", "welcome 10:00-11:00 run"],
    );
    expect(day).toMatchObject({ zone: "Asia/Kathmandu", date: "2026-11-25", isHeldOut: false, shows: ["caps"] });
    expect(day.settings).toMatchObject({ caps: { perDay: 1, perWeek: 3 }, topics: { Goals: "never" }, isOn: true });
    expect(day.acts).toEqual([
      { kind: "told", atMs: Date.UTC(2026, 10, 23, 6, 15), topic: "Promises", text: "Run.", feedback: "down" },
      { kind: "says", atMs: Date.UTC(2026, 10, 24, 3, 15), text: "I'll run at 10:00." },
    ]);
    expect(day.orders).toEqual([{ weekdays: [1, 7], at: "08:00", topic: "Plans", words: "My plan" }]);
    expect(day.welcome).toEqual([{ from: "10:00", to: "11:00", about: "run" }]);
  });

  it.each([
    ["a line that nobody knows", "welcome sometimes", 'nobody understands "welcome sometimes"'],
    ["a rule that is none", "shows mercy", 'there is no rule "mercy"'],
    ["no label", "0 09:00 Hello.", 'neither "welcome" nor "none"'],
  ])("is refused for %s, with its name", (_, line, words) => {
    expect(() => read(line)).toThrow(`file: A day: `);
    expect(() => read(line)).toThrow(words);
  });
});

test("one message answers one wish in its time, and everything else is wrong or missed", () => {
  const day = read("welcome 11:00-13:00 invoice", "welcome 15:00-16:00 invoice");
  const late = told({ atMs: Date.UTC(2026, 10, 24, 18) });
  const { right, wrong, missed } = scoreDay(day, [told(), told(), late]);
  expect([right.length, wrong.length, missed.map(({ from }) => from)]).toEqual([1, 2, ["15:00"]]);
  expect(scoreDay(day, [told({ isGiven: true })])).toMatchObject({ right: [], wrong: [] });
});

describe("the count of broken rules", () => {
  it.each([
    ["quiet", ["quiet 11:00-13:00"], {}],
    ["caps", ["caps 1/9", "none"], {}],
    ["topic", ["mute promises"], {}],
    ["novelty", [], {}],
    ["stale", [], { dueMs: Date.UTC(2026, 10, 23, 20) }],
    ["snooze", ["snooze 0 11:30 three-hours"], {}],
    ["opt-in", ["off 0 09:00"], {}],
    ["channel", ["channels telegram"], {}],
    ["budget", ["budget 0"], {}],
    ["confidence", [], { confidence: 50 }],
    ["talk", ["0 11:50 I sent it."], { plannedMs: Date.UTC(2026, 10, 24, 10) }],
    ["slot", [], {}],
  ] as const)("finds what is against %s", (rule, lines, change) => {
    const before = told({
      atMs: Date.UTC(2026, 10, 24, 11) - 60_000 * (rule === "slot" ? -1 : 70),
      text: "Send the invoice!",
    });
    const day = read(...lines, "none");
    expect(broken(day, before, told(change))).toContain(rule);
  });

  it("finds nothing against what is in order", () => {
    expect(broken(read("none"), told())).toEqual([]);
  });
});

test("a clock that jumps is read as it stands on the wall", () => {
  expect(new Date(instantOf("Europe/Warsaw", "2027-03-28", "02:30")).toISOString()).toBe("2027-03-28T01:30:00.000Z");
  expect(new Date(instantOf("Europe/Warsaw", "2026-10-25", "02:30")).toISOString()).toBe("2026-10-25T00:30:00.000Z");
  expect(wallOf("Pacific/Kiritimati", Date.UTC(2026, 10, 29, 12))).toEqual({
    ...{ date: "2026-11-30", time: "02:00", weekday: "Mon", week: "2026-11-30" },
  });
});
