import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, instantOf } from "../timing/wall-clock.ts";
import { findGoals, findOpenLoops } from "./find-open-loops.ts";

// A Tuesday, 10:00 in Warsaw.
const AT = Date.UTC(2026, 10, 24, 9);
const WARSAW = "Europe/Warsaw";
const TODAY = "2026-11-24";
const found = (text: string) =>
  findOpenLoops(text, WARSAW, AT).map(
    ({ kind, words, dueAt }) => `${kind} ${dueAt.toISOString().slice(0, 16)} ${words}`,
  );

const ASKS = [
  "przypomnij mi",
  "Przypomnij mi proszę",
  "proszę, przypomnij mi",
  "możesz mi przypomnieć",
  "nie daj mi zapomnieć",
  "ustaw mi przypomnienie",
  "przypominaj mi",
];
const JOINTS = ["żeby", "żebym", "aby", ", żeby"];
/** Each with the date that it names on that Tuesday; those of today hold while their time is to come. */
const DAYS: [said: string, date: string][] = [
  ["dziś", TODAY],
  ["dzisiaj", TODAY],
  ["jutro", addDays(TODAY, 1)],
  ["pojutrze", addDays(TODAY, 2)],
  ["w piątek", "2026-11-27"],
  ["w tę sobotę", "2026-11-28"],
  ["we wtorek", "2026-12-01"],
  ["w przyszły piątek", "2026-12-04"],
  ["5 grudnia", "2026-12-05"],
  ["5 stycznia", "2027-01-05"],
  ["5.12.2026", "2026-12-05"],
  ["2026-12-05", "2026-12-05"],
  ["za 3 dni", "2026-11-27"],
  ["za tydzień", "2026-12-01"],
];
const two = (count: number) => String(count).padStart(2, "0");
const CLOCKS: ((hour: number, minute: number) => string)[] = [
  (hour, minute) => `o ${hour}:${two(minute)}`,
  (hour, minute) => `o ${two(hour)}.${two(minute)}`,
  (hour, minute) => `o godz. ${hour}:${two(minute)}`,
  (hour, minute) => `o godzinie ${hour}:${two(minute)}`,
  (hour, minute) => `${hour}:${two(minute)}`,
  (hour, minute) => (minute === 0 ? `o ${hour}` : `o ${hour}:${two(minute)}`),
];
const clock = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });

describe("what is asked for in Polish", () => {
  it("whatever form it has, the same day and time are the same reminder, in the same words", () => {
    const forms = fc.record({
      ask: fc.constantFrom(...ASKS),
      joint: fc.constantFrom(...JOINTS),
      day: fc.constantFrom(...DAYS),
      say: fc.constantFrom(...CLOCKS),
      isDayFirst: fc.boolean(),
      isWordsFirst: fc.boolean(),
    });
    fc.assert(
      fc.property(
        forms,
        clock,
        ({ ask, joint, day: [said, date], say, isDayFirst, isWordsFirst }, { hour, minute }) => {
          const when = isDayFirst ? `${said} ${say(hour, minute)}` : `${say(hour, minute)} ${said}`;
          const what = `${joint} kupić herbatę`;
          const text = isWordsFirst ? `${ask} ${what} ${when}.` : `${ask} ${when} ${what}.`;
          const dueMs = instantOf(WARSAW, date, `${two(hour)}:${two(minute)}`);
          const dueAt = new Date(dueMs);
          const loop = { kind: "reminder", words: "kupić herbatę", topic: "Reminders", dueAt };
          expect(findOpenLoops(text, WARSAW, AT), text).toEqual(dueMs > AT ? [loop] : []);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("a time that comes every day is its next one, and one ahead is counted from now", () => {
    const units = fc.constantFrom<[string, number]>(["minut", 1], ["min", 1], ["godzin", 60], ["godz.", 60]);
    fc.assert(
      fc.property(clock, fc.integer({ min: 1, max: 23 }), units, ({ hour, minute }, count, [unit, minutes]) => {
        const at = `${two(hour)}:${two(minute)}`;
        const [today, tomorrow] = [instantOf(WARSAW, TODAY, at), instantOf(WARSAW, addDays(TODAY, 1), at)];
        for (const daily of ["codziennie", "każdego dnia"])
          expect(findOpenLoops(`Przypominaj mi ${daily} o ${at}, żeby wziąć leki.`, WARSAW, AT)).toMatchObject([
            { words: "wziąć leki", dueAt: new Date(today > AT ? today : tomorrow) },
          ]);
        expect(findOpenLoops(`Przypomnij mi za ${count} ${unit} o praniu`, WARSAW, AT)).toMatchObject([
          { words: "o praniu", dueAt: new Date(AT + count * minutes * 60_000) },
        ]);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ["przypomnij mi jutro o 8, żeby kupić herbatę", "reminder 2026-11-25T07:00 kupić herbatę"],
    ["Przypomnij mi za pół godziny o praniu", "reminder 2026-11-24T09:30 o praniu"],
    ["Przypomnij mi za kwadrans, żebym zadzwonił", "reminder 2026-11-24T09:15 zadzwonił"],
    ["przypomnij mi o wpół do ósmej wieczorem o filmie", "reminder 2026-11-24T18:30 o filmie"],
    ["przypomnij mi o siedemnastej o filmie", "reminder 2026-11-24T16:00 o filmie"],
    ["Nie daj mi zapomnieć o torcie w sobotę", "reminder 2026-11-28T08:00 o torcie"],
    ["przypomnij mi jutro rano o śmieciach", "reminder 2026-11-25T08:00 o śmieciach"],
    ["przypomnij mi dziś w południe o obiedzie", "reminder 2026-11-24T11:00 o obiedzie"],
    ["Muszę jutro o 10 zadzwonić do Bo.", "promise 2026-11-25T09:00 zadzwonić do Bo"],
    ["Wyślę fakturę jutro o 12.", "promise 2026-11-25T11:00 Wyślę fakturę"],
    ["Obiecałam napisać do Ewy 4 grudnia o 17:00", "promise 2026-12-04T16:00 napisać do Ewy"],
    ["Muszę podpisać umowę do 18:00.", "promise 2026-11-24T16:00 podpisać umowę do 18:00"],
    ["Muszę być u dentysty dziś o 15.", "promise 2026-11-24T13:30 być u dentysty o 15:00"],
    ["Remind me jutro o 8:30 kupić chleb", "reminder 2026-11-25T07:30 kupić chleb"],
  ])("reads %j", (text, loop) => {
    expect(found(text)).toEqual([loop]);
  });

  it.each([
    "Nie przypominaj mi jutro o 8.",
    "Nie musisz mi jutro o 8 przypominać.",
    "Anna powiedziała: przypomnij mi jutro o 8.",
    "Szef napisał „przypomnij mi jutro o 8”, dobre.",
    "Jeśli jutro o 8 spadnie śnieg, muszę zostać w domu.",
    "Muszę przyznać, że jutro o 9 to wcześnie.",
    "Przypomnij mi o 3 rzeczach.",
    "przypomnij mi o herbacie",
    "Przypominam, że jutro o 8 jest zebranie.",
    "Przypomniało mi się, że jutro o 8 jest zebranie.",
    "Nie muszę jutro o 9 wstawać.",
    "Nie wyślę tego jutro o 9.",
    "Bank jest otwarty jutro o 9.",
    "Czy muszę jutro płacić?",
    "Musi jutro o 9 zadzwonić.",
    "Obiecał, że jutro o 9 przyjdzie.",
    "Obiecałam, że Anna jutro o 9 przyjdzie.",
    "przypomnij mi dziś o 8 o herbacie",
  ])("takes %j for none", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("knows the dates of goals", () => {
    expect(findGoals("Półmaraton 6 grudnia 2026; Nauczyć się angielskiego", WARSAW, AT)).toMatchObject([
      { words: "Półmaraton 6 grudnia 2026", dueAt: new Date("2026-12-05T08:00:00Z") },
    ]);
  });

  it("reads whatever is written without falling over it", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        for (const { dueAt } of findOpenLoops(`przypomnij mi ${text} jutro`, WARSAW, AT))
          expect(dueAt.getTime()).toBeGreaterThan(AT);
      }),
    );
  });
});
