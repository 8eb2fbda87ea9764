import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  arcBetween,
  CLOCK,
  minuteAt,
  minuteOfTime,
  pointAt,
  STEP_MINUTES,
  timeOfMinute,
  wrapMinute,
} from "./clock-face.ts";

const minute = fc.integer({ min: 0, max: 1_439 });

describe("the clock of quiet hours", () => {
  it("reads from where an end was put the minute that it is drawn at, to the nearest step", () => {
    fc.assert(
      fc.property(minute, fc.integer({ min: 40, max: 124 }), (at, radius) => {
        const read = minuteAt(pointAt(at, radius));
        const apart = Math.min(wrapMinute(read - at), wrapMinute(at - read));
        expect(read % STEP_MINUTES).toBe(0);
        // Half a step, and a minute for the rounded point.
        expect(apart).toBeLessThanOrEqual(STEP_MINUTES / 2 + 1);
      }),
    );
  });

  it("writes every minute as a time and reads it back", () => {
    for (let at = 0; at < 1_440; at++) expect(minuteOfTime(timeOfMinute(at))).toBe(at);
  });

  it("has midnight at the top, six in the morning on the right, and goes the long way round where the night is long", () => {
    expect(pointAt(0, CLOCK.ring)).toEqual({ x: 124, y: 32 });
    expect(pointAt(360, CLOCK.ring)).toEqual({ x: 216, y: 124 });
    expect(arcBetween(minuteOfTime("22:00"), minuteOfTime("07:30"))).toMatch(/ 0 0 1 /);
    expect(arcBetween(minuteOfTime("07:30"), minuteOfTime("22:00"))).toMatch(/ 0 1 1 /);
  });
});
