import fc from "fast-check";
import { expect, it } from "vitest";
import { readTime } from "./read-time.ts";

const two = (count: number) => String(count).padStart(2, "0");

it("reads every time of the day however it is typed, by a clock of 24 hours", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (hour, minute) => {
      const time = `${two(hour)}:${two(minute)}`;
      const forms = [time, ` ${hour}:${two(minute)} `, `${hour}.${two(minute)}`, `${two(hour)}${two(minute)}`];
      if (minute === 0) forms.push(String(hour));
      for (const typed of forms) expect(readTime(typed), typed).toBe(time);
    }),
  );
});

it.each(["", "24:00", "8:60", "8:5", "eight", "8 pm", "-1", "12345", "8:30:00"])("%j is no time", (typed) => {
  expect(readTime(typed)).toBeNull();
});
