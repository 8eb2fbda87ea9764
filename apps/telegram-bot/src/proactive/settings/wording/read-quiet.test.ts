import * as fc from "fast-check";
import { expect, it } from "vitest";
import { describeQuiet } from "../../describe-quiet.ts";
import { english } from "../../../words/english.ts";
import { polish } from "../../../words/polish.ts";
import { readQuiet } from "./read-quiet.ts";
import type { Day } from "../setting.ts";

const NIGHT = { from: "22:00", to: "07:00" };
it.each([
  ["22:00-07:00", ["all"], NIGHT],
  [" 22 – 7 ", ["all"], NIGHT],
  ["from 10pm to 7am", ["all"], NIGHT],
  ["od 22 do 7", ["all"], NIGHT],
  ["Mon 22:00-07:00", ["1"], NIGHT],
  ["Mon-Fri: 22:00–07:00", ["1", "2", "3", "4", "5"], NIGHT],
  ["Fri-Sun 22-7", ["5", "6", "7"], NIGHT],
  ["sob, nd 22:00 do 07:00", ["6", "7"], NIGHT],
  ["weekends none", ["6", "7"], null],
  ["22:00–07:00 every day", [..."1234567"], NIGHT],
  ["brak", ["all"], null],
])("%s", (text, days, window) => {
  expect(readQuiet(text)).toEqual({ days, window });
});

it("is about the evening that stood above it, where it names none, and about a zone where it is one", () => {
  expect(readQuiet("23-6", "3")).toEqual({ days: ["3"], window: { from: "23:00", to: "06:00" } });
  expect(readQuiet("Europe/Warsaw")).toEqual({ zone: "Europe/Warsaw" });
  expect(readQuiet("America/Argentina/Buenos_Aires")).toEqual({ zone: "America/Argentina/Buenos_Aires" });
  expect(readQuiet("UTC")).toEqual({ zone: "UTC" });
});

it.each(["", "25:00-07:00", "22:00", "22:00-07:60", "13pm-7", "maybe", "22-7-8", "Hello there"])(
  "“%s” is nothing",
  (text) => {
    expect(readQuiet(text)).toBeNull();
  },
);

it("whatever is shown of one evening, in either language, is read as what it is", () => {
  const time = fc
    .record({ hour: fc.nat(23), minute: fc.nat(59) })
    .map(({ hour, minute }) => [hour, minute].map((part) => String(part).padStart(2, "0")).join(":"));
  fc.assert(
    fc.property(fc.nat(6), time, time, fc.constantFrom(english, polish), (index, from, to, words) => {
      const on = (day: number) => (day === index ? { from, to } : null);
      const shown = describeQuiet([on(0), on(1), on(2), on(3), on(4), on(5), on(6)], words);
      const day = String(index + 1) as Day;
      expect(readQuiet(shown)).toEqual({ days: [day], window: { from, to } });
    }),
  );
});
