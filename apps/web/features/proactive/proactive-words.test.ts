import { describe, expect, it } from "vitest";
import { daysOf, weightOfTopic, withTimes, withWeight } from "./proactive-words.ts";

describe("words about what is written first", () => {
  it("tells a reason's instants by the person's own clock", () => {
    const now = new Date("2026-11-24T20:00:00Z");
    const said = "Put off until your quiet hours end: 2026-11-25T06:30:00.000Z.";
    expect(withTimes(said, now, "Europe/Warsaw")).toBe("Put off until your quiet hours end: tomorrow 07:30.");
    expect(withTimes(said, now, "Pacific/Auckland")).toBe("Put off until your quiet hours end: today 19:30.");
    expect(withTimes("It is not snoozed.", now, "UTC")).toBe("It is not snoozed.");
  });

  // What was stored before channels had words is shown to people all the same.
  it("tells in words where something went, however it was written down then", () => {
    const told = (said: string) => withTimes(said, new Date(0), "UTC");
    expect(told("It goes to web.")).toBe("It is sent in PROCODE.");
    expect(told("It goes to telegram.")).toBe("It is sent by Telegram.");
    expect(told("It goes to the web.")).toBe("It is sent in PROCODE.");
    expect(told("It goes to email.")).toBe("It is sent by e-mail.");
    expect(told("It can go by web.")).toBe("It can be sent in PROCODE.");
  });

  it.each([
    [[1, 2, 3, 4, 5], "Weekdays"],
    [[7, 6], "Weekends"],
    [[3, 1], "Mon, Wed"],
    [[1, 2, 3, 4, 5, 6, 7], "Every day"],
  ])("calls days %j %s", (weekdays, words) => {
    expect(daysOf(weekdays)).toBe(words);
  });

  // The planner compares topics without regard to capitals, so a second spelling would be a wish that never holds.
  it("keeps one wish a topic, whatever its capitals", () => {
    expect(weightOfTopic({ tea: "never" }, "Tea")).toBe("never");
    expect(weightOfTopic({}, "Tea")).toBe("sometimes");
    expect(withWeight({ tea: "never" }, "Tea", "often")).toEqual({ tea: "often" });
  });
});
