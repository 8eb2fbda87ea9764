import * as fc from "fast-check";
import { expect, it } from "vitest";
import { english } from "../../../words/english.ts";
import { polish } from "../../../words/polish.ts";
import { describeDays } from "./describe-days.ts";
import { readSchedule } from "./read-schedule.ts";

it.each([
  ["every weekday at 8 my plan for the day", "12345", "08:00", "my plan for the day"],
  ["Every day at 7:30 pm: water the plants.", "1234567", "19:30", "water the plants."],
  ["me to call mum every Sunday at 18.15", "7", "18:15", "call mum"],
  ["on Mondays and Thursdays at 9 about the bins", "14", "09:00", "the bins"],
  ["at 21:00 every weekend what to cook", "67", "21:00", "what to cook"],
  ["Mon-Wed, Fri 6:45 stretch", "1235", "06:45", "stretch"],
  ["every Fri, Sat-Mon at noonish 12:05 naps", "1567", "12:05", "at noonish naps"],
  ["daily 8am vitamins", "1234567", "08:00", "vitamins"],
  ["w dni robocze o 8 mój plan dnia", "12345", "08:00", "mój plan dnia"],
  ["codziennie o 20:15 żebym podlał kwiaty", "1234567", "20:15", "podlał kwiaty"],
  ["co środę o 7 o śmieciach", "3", "07:00", "śmieciach"],
  ["w poniedziałki i piątki o godz. 9:05 raport", "15", "09:05", "raport"],
  ["w każdą niedzielę o 10 zadzwoń do mamy", "7", "10:00", "zadzwoń do mamy"],
])("%s", (text, days, at, words) => {
  expect(readSchedule(text)).toEqual({
    kind: "understood",
    schedule: { weekdays: [...days].map(Number), at, words },
  });
});

it.each([
  ["in 20 minutes to call mum", "once"],
  ["on Monday at 9 to call the bank", "once"],
  ["w poniedziałek o 9 bank", "once"],
  ["every other Monday at 9 the bins", "once"],
  ["the sun and the moon", "once"],
  ["every weekday my plan for the day", "no-time"],
  ["every weekday at 25 my plan", "no-time"],
  ["every weekday at 8", "no-words"],
])("%s: %s", (text, kind) => {
  expect(readSchedule(text)).toEqual({ kind });
});

it.each([
  ["English", english],
  ["Polish", polish],
])("whatever is shown in %s is read as what it is, so that a confirmation can be written back", (_, words) => {
  const time = fc.record({ hour: fc.nat(23), minute: fc.nat(59) });
  const days = fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 });
  fc.assert(
    fc.property(days, time, fc.stringMatching(/^plan( [bdhk]{2,5}){0,4}$/), (weekdays, { hour, minute }, said) => {
      const at = [hour, minute].map((part) => String(part).padStart(2, "0")).join(":");
      const text = `${describeDays(weekdays, words)} ${words.proactive.settings.atTime(at)} ${said}`;
      expect(readSchedule(text)).toEqual({ kind: "understood", schedule: { weekdays, at, words: said } });
    }),
  );
});

it("reads whatever is written without falling over it, and keeps no more than a schedule holds", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), (text) => {
      const read = readSchedule(`every day at 8 x${text}`);
      if (read.kind === "understood") expect(read.schedule.words.length).toBeLessThanOrEqual(200);
    }),
  );
});
