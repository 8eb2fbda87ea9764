import type { QuietHours, QuietWindow } from "@procode/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_PROACTIVE_SETTINGS } from "../ledger/default-settings.ts";
import { hourOf } from "../timing/hour-of.ts";
import { isWithinCaps } from "../timing/is-within-caps.ts";
import { isQuiet } from "../timing/quiet-hours.ts";
import { wallAt } from "../timing/wall-clock.ts";
import { judge, RULE_NAMES, type RuleName, type Situation } from "./judge.ts";

const NOON = Date.UTC(2026, 10, 24, 12);
const [HOUR, DAY] = [3_600_000, 86_400_000];
const settings = { ...DEFAULT_PROACTIVE_SETTINGS, optedInAt: new Date(0), version: 1 };
const calm: Situation = { settings, reachable: ["telegram", "web"], feedback: [], others: [], spentUsd: 0 };
const tea = { topic: "Tea", atMs: NOON };
const withSettings = (change: Partial<typeof settings>): Situation => ({
  ...calm,
  settings: { ...settings, ...change },
});
const down = (atMs: number, topic = "tea") => ({ topic, kind: "down" as const, givenMs: atMs });
const others = (...times: number[]) => times.map((atMs, index) => ({ topic: `Other ${index}`, atMs }));

/** For each rule a situation that only it stops, or puts off. */
const STOPPED: Record<RuleName, Situation> = {
  "opt-in": { ...calm, settings: DEFAULT_PROACTIVE_SETTINGS },
  snooze: withSettings({ snoozedUntil: new Date(NOON + HOUR) }),
  channel: { ...calm, reachable: ["email"] },
  topic: withSettings({ topics: { TEA: "never" } }),
  quiet: withSettings({ quietHours: Array.from({ length: 7 }, () => ({ from: "11:00", to: "13:30" })) as QuietHours }),
  slot: { ...calm, others: others(NOON + HOUR / 2) },
  caps: { ...calm, others: others(NOON - HOUR, NOON + HOUR) },
  budget: { ...calm, spentUsd: 1 },
};

describe("judge", () => {
  it("welcomes what every rule lets pass, with what each of them said", () => {
    const verdict = judge(calm, tea);
    expect(verdict).toMatchObject({ isWelcome: true, atMs: NOON });
    expect(verdict.reasons.map(({ rule }) => rule)).toEqual(RULE_NAMES);
  });

  it.each(RULE_NAMES)("without the rule %s more is sent, or sooner: it has an effect of its own", (rule) => {
    const { isWelcome, atMs, reasons } = judge(STOPPED[rule], tea);
    expect([isWelcome, atMs]).not.toEqual([true, NOON]);
    if (!isWelcome) expect(reasons.at(-1)?.rule).toBe(rule);
    const others = RULE_NAMES.filter((name) => name !== rule);
    expect(judge(STOPPED[rule], tea, others)).toMatchObject({ isWelcome: true, atMs: NOON });
  });

  it("puts off to the end of quiet hours and of a snooze, and asks what comes after about that time", () => {
    expect(judge(STOPPED.quiet, tea)).toMatchObject({ isWelcome: true, atMs: NOON + 1.5 * HOUR });
    expect(judge(STOPPED.snooze, tea)).toMatchObject({ isWelcome: true, atMs: NOON + HOUR });
    // The snooze ends at night, so the morning counts, and the next day's caps.
    const night = withSettings({ snoozedUntil: new Date(NOON + 11 * HOUR) });
    const morning = judge({ ...night, others: others(NOON - HOUR, NOON - 2 * HOUR) }, tea);
    expect(morning).toMatchObject({ isWelcome: true, atMs: Date.UTC(2026, 10, 25, 7, 30) });
    const full = others(morning.atMs + HOUR, morning.atMs + 2 * HOUR);
    expect(judge({ ...night, others: full }, tea).reasons.at(-1)).toMatchObject({ rule: "caps" });
  });

  it("keeps silent about a topic for fourteen days after two that were not liked, and not after one", () => {
    const said = (...feedback: Situation["feedback"]) => judge({ ...calm, feedback }, tea).isWelcome;
    expect(said(down(NOON - DAY))).toBe(true);
    expect(said(down(NOON - DAY), down(NOON - 13 * DAY))).toBe(false);
    expect(said(down(NOON - DAY), down(NOON - 15 * DAY))).toBe(true);
    expect(said(down(NOON - DAY), down(NOON - 2 * DAY, "Coffee"))).toBe(true);
    expect(said(down(NOON - DAY), { ...down(NOON), kind: "up" })).toBe(true);
  });

  it("lets what was ordered pass at its minute beside limits, weights and whatever has the hour; late ones take turns", () => {
    const ordered = (forMs: number, change: Partial<Situation> = {}) =>
      judge(
        { ...withSettings({ caps: { perDay: 1, perWeek: 1 } }), others: others(NOON - HOUR / 2, NOON + 1), ...change },
        { ...tea, order: { rule: "reminder", forMs } },
      );
    expect(ordered(NOON)).toMatchObject({ isWelcome: true, atMs: NOON });
    expect(ordered(NOON - 9 * 60_000)).toMatchObject({ isWelcome: true, atMs: NOON });
    expect(ordered(NOON - HOUR)).toMatchObject({ isWelcome: true, atMs: NOON + HOUR });
    expect(ordered(NOON, withSettings({ topics: { tea: "never" } }))).toMatchObject({ isWelcome: false });
  });

  it("a snooze puts a reminder off, and skips a schedule", () => {
    const during = (rule: "reminder" | "schedule") => judge(STOPPED.snooze, { ...tea, order: { rule, forMs: NOON } });
    expect(during("reminder")).toMatchObject({ isWelcome: true, atMs: NOON + HOUR });
    expect(during("schedule").reasons.at(-1)).toMatchObject({ rule: "snooze" });
    expect(during("schedule").isWelcome).toBe(false);
  });

  it("counts a topic by its weight in seven days", () => {
    const times = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ topic: "Tea", atMs: NOON - (index + 2) * DAY }));
    const said = (weight: "often" | "sometimes" | "rarely", count: number) =>
      judge({ ...withSettings({ topics: { Tea: weight } }), others: times(count) }, tea).isWelcome;
    expect([
      said("rarely", 0),
      said("rarely", 1),
      said("sometimes", 2),
      said("sometimes", 3),
      said("often", 5),
    ]).toEqual([...[true, false, true, false, true]]);
  });
});

const zone = fc.constantFrom(
  ..."Europe/Warsaw America/New_York Australia/Lord_Howe Asia/Kathmandu Pacific/Chatham Pacific/Apia America/Sao_Paulo Africa/Casablanca UTC".split(
    " ",
  ),
);
const clock = fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, "0")}:00`);
const window = fc.option(fc.record({ from: clock, to: clock }), { freq: 5 });

describe("J6: two simulated years, whatever is proposed", () => {
  it("nothing is ever welcome in quiet hours, over the caps or while it is off", () => {
    fc.assert(
      fc.property(
        ...([zone, fc.tuple(window, window, window, window, window, window, window)] as const),
        fc.record({ perDay: fc.integer({ min: 1, max: 2 }), perWeek: fc.integer({ min: 1, max: 4 }) }),
        fc.array(fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2028, 0) }), { minLength: 1, maxLength: 25 }),
        (zoneName, quietHours: (QuietWindow | null)[], caps, proposals) => {
          const wished = withSettings({ zone: zoneName, quietHours: quietHours as QuietHours, caps });
          const sent: { topic: string; atMs: number }[] = [];
          // Close together too, so that caps are reached.
          for (const first of proposals)
            for (const atMs of [first, first + HOUR, first + 9 * HOUR]) {
              const topic = `Topic ${sent.length}`;
              const verdict = judge({ ...wished, others: sent }, { topic, atMs });
              if (!verdict.isWelcome) continue;
              expect(verdict.atMs).toBeGreaterThanOrEqual(atMs);
              expect(isQuiet(wished.settings.quietHours, wallAt(zoneName, verdict.atMs))).toBe(false);
              expect(
                isWithinCaps(
                  caps,
                  zoneName,
                  verdict.atMs,
                  sent.map((one) => one.atMs),
                ),
              ).toBe(true);
              expect(sent.map((one) => hourOf(one.atMs))).not.toContain(hourOf(verdict.atMs));
              sent.push({ topic, atMs: verdict.atMs });
            }
          const days = Object.values(Object.groupBy(sent, ({ atMs }) => wallAt(zoneName, atMs).date));
          const weeks = Object.values(Object.groupBy(sent, ({ atMs }) => wallAt(zoneName, atMs).week));
          expect(Math.max(0, ...days.map((day) => day?.length ?? 0))).toBeLessThanOrEqual(caps.perDay);
          expect(Math.max(0, ...weeks.map((week) => week?.length ?? 0))).toBeLessThanOrEqual(caps.perWeek);
        },
      ),
      { numRuns: 25 },
    );
  });
});
