import type { QuietHours } from "@procode/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isQuiet } from "../timing/quiet-hours.ts";
import { wallAt } from "../timing/wall-clock.ts";
import { hasLetterOn, letterTime } from "./letter-time.ts";

const week = (window: { from: string; to: string } | null) => Array.from({ length: 7 }, () => window) as QuietHours;
const NIGHTS = week({ from: "22:00", to: "07:30" });
const next = (at: string, { zone = "UTC", quietHours = NIGHTS, hasLetterToday = false } = {}) => {
  const found = letterTime({ zone, quietHours }, { atMs: Date.parse(at), hasLetterToday });
  return found === null ? null : new Date(found).toISOString();
};

describe("when a letter goes", () => {
  it("at nine on the person's own clock, or at once where today's has not gone by then", () => {
    expect(next("2026-11-24T07:45:00Z")).toBe("2026-11-24T09:00:00.000Z");
    expect(next("2026-11-24T15:20:00Z")).toBe("2026-11-24T15:20:00.000Z");
    expect(next("2026-11-24T15:20:00.300Z")).toBe("2026-11-24T15:20:00.300Z");
    expect(next("2026-11-24T07:45:00Z", { zone: "Europe/Warsaw" })).toBe("2026-11-24T08:00:00.000Z");
  });

  it("tomorrow where today's went, and later where nine is quiet; never where all of the week is", () => {
    expect(next("2026-11-24T15:20:00Z", { hasLetterToday: true })).toBe("2026-11-25T09:00:00.000Z");
    expect(next("2026-11-24T06:00:00Z", { quietHours: week({ from: "20:00", to: "11:15" }) })).toBe(
      "2026-11-24T11:15:00.000Z",
    );
    expect(next("2026-11-24T06:00:00Z", { quietHours: week({ from: "00:00", to: "00:00" }) })).toBeNull();
  });

  it("never in quiet hours, not before nine of the same day, never in the past, and on another date than today's letter", () => {
    const time = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map(([h, m]) => `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`);
    const window = fc.option(fc.record({ from: time, to: time }));
    const quiet = fc.tuple(window, window, window, window, window, window, window);
    const zone = fc.constantFrom("UTC", "Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia");
    const at = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) });
    fc.assert(
      fc.property(quiet, zone, at, fc.boolean(), (quietHours, zone, atMs, hasLetterToday) => {
        const found = letterTime({ zone, quietHours }, { atMs, hasLetterToday });
        if (found === null) return;
        const wall = wallAt(zone, found);
        expect(found).toBeGreaterThanOrEqual(atMs);
        expect(isQuiet(quietHours, wall)).toBe(false);
        const now = wallAt(zone, atMs);
        if (!hasLetterToday && now.minute >= 540 && !isQuiet(quietHours, now)) expect(found).toBe(atMs);
        if (hasLetterToday) expect(wall.date > wallAt(zone, atMs).date).toBe(true);
        if (wall.date === wallAt(zone, atMs).date) expect(wall.minute).toBeGreaterThanOrEqual(540);
      }),
      { numRuns: 150, seed: 3 },
    );
  });
});

it("a day has its letter from the moment one is being sent, by the person's own date, also where it is not known whether it arrived", () => {
  const at = (channel: "email" | "web", state: "sending" | "uncertain" | "scheduled", time: string) => ({
    ...{ channel, state, scheduledFor: new Date(time), takenAt: null },
  });
  const has = (one: ReturnType<typeof at>, zone = "UTC") =>
    hasLetterOn([one], { zone, atMs: Date.parse("2026-11-24T23:30:00Z") });
  expect(has(at("email", "sending", "2026-11-24T09:00:00Z"))).toBe(true);
  expect(has(at("email", "uncertain", "2026-11-24T09:00:00Z"))).toBe(true);
  expect(has(at("email", "scheduled", "2026-11-24T09:00:00Z"))).toBe(false);
  expect(has(at("web", "sending", "2026-11-24T09:00:00Z"))).toBe(false);
  expect(has(at("email", "sending", "2026-11-24T09:00:00Z"), "Europe/Warsaw")).toBe(false);
});
