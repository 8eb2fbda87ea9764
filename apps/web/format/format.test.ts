import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatCompact, formatCount, formatNumber } from "./format-count.ts";
import { formatDuration } from "./format-duration.ts";
import { formatCost, formatEstimate } from "./format-money.ts";
import { daysBetween, formatDay, formatDayAndTime, formatDayOfWeek, formatTime, formatWhen } from "./format-when.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("money", () => {
  it("has four decimals and never claims that a cost was nothing", () => {
    expect(formatCost("0.0112")).toBe("$0.0112");
    expect(formatCost("0.00001")).toBe("under $0.0001");
    expect(formatCost("0")).toBe("free");
  });
  it("gives an estimate that does not look exact", () => {
    expect(formatEstimate(0.01123)).toBe("about $0.011");
    expect(formatEstimate(0.0002)).toBe("under $0.001");
    expect(formatEstimate(0)).toBe("free");
    expect(formatEstimate(2.345)).toBe("about $2.35");
  });
  it("shows a positive cost as something", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e4, noNaN: true }), (usd) => !/^\$0\.0+$/.test(formatCost(usd))),
    );
  });
});

describe("counts and sizes", () => {
  it("keeps the unit with its number", () => {
    expect(formatCount(1_284, "token")).toBe("1,284\u00a0tokens");
    expect(formatCount(1, "word")).toBe("1\u00a0word");
    expect(plain(formatCompact(200_000))).toBe("200 k");
    expect(plain(formatCompact(131_072))).toBe("131 k");
    expect(plain(formatCompact(1_048_576))).toBe("1.05 M");
    expect(plain(formatCompact(1_000_000))).toBe("1 M");
    expect(plain(formatCompact(999_900))).toBe("1 M");
    expect(formatNumber(352)).toBe("352");
  });
});

describe("durations", () => {
  it("takes the unit that a person would", () => {
    expect(plain(formatDuration(1_234))).toBe("1.2 s");
    expect(plain(formatDuration(3))).toBe("0.1 s");
    expect(plain(formatDuration(9_960))).toBe("10 s");
    expect(plain(formatDuration(185_000))).toBe("3 min 5 s");
    expect(plain(formatDuration(31_800_000))).toBe("8 h 50 min");
  });
  it("never says 60 of a unit that has a larger one", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 900_000_000 }),
        (ms) => !/(^| )60(\.0)? (s|min)/.test(plain(formatDuration(ms))),
      ),
    );
  });
});

describe("dates", () => {
  const zone = { timeZone: "Europe/Warsaw" };
  const now = new Date("2026-11-24T10:00:00Z");
  it("says the day of what was or will be in a word", () => {
    const now = new Date("2026-11-24T10:02:00Z");
    const zone = { timeZone: "Europe/Warsaw" };
    const told = (at: string) => formatDayAndTime(new Date(at), now, zone);
    expect(told("2026-11-24T07:00:00Z")).toBe("Today 08:00");
    expect(told("2026-11-25T07:00:00Z")).toBe("Tomorrow 08:00");
    expect(told("2026-11-23T16:30:00Z")).toBe("Yesterday 17:30");
    expect(told("2026-11-29T07:30:00Z")).toBe("Sun 08:30");
    expect(told("2026-12-04T07:30:00Z")).toBe("4 Dec 08:30");
    expect(formatDayOfWeek(now, zone)).toBe("Tuesday");
  });

  it("says the time today, the weekday within a week, the day after", () => {
    expect(formatWhen(new Date("2026-11-24T07:14:00Z"), now, zone)).toBe("08:14");
    expect(formatWhen(new Date("2026-11-20T07:14:00Z"), now, zone)).toBe("Fri");
    expect(formatWhen(new Date("2026-11-17T12:00:00Z"), now, zone)).toBe("17 Nov");
    expect(formatDay(new Date("2025-11-12T12:00:00Z"), now, zone)).toBe("12 Nov 2025");
    expect(formatTime(new Date("2026-11-24T23:05:00Z"), zone)).toBe("00:05");
  });
  it("counts calendar days across a clock change", () => {
    expect(daysBetween(new Date("2026-10-24T12:00:00Z"), new Date("2026-10-26T01:00:00Z"), zone)).toBe(2);
    expect(daysBetween(new Date("2026-10-25T22:30:00Z"), new Date("2026-10-25T23:30:00Z"), zone)).toBe(1);
  });
});
