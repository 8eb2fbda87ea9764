import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Outcome } from "../runner/read-outcomes.ts";
import { judgeRequirements } from "./judge-requirements.ts";
import { readRequirements } from "./read-requirements.ts";

const table = (...rows: string[]) =>
  readRequirements(["| # | Requirement | State | Proof |", "|---|---|---|---|", ...rows].join("\n"));
const outcome = (state: Outcome["state"], name = "it works", file = "tests/a.test.ts"): Outcome => ({
  file,
  names: [name],
  state,
});
const PROVEN = "| R001 | A | built | `tests/a.test.ts › it works` |";

describe("the table of docs/requirements.md", () => {
  const requirements = readRequirements(readFileSync("docs/requirements.md", "utf8"));

  it("has every requirement once, with a state that its proof carries", () => {
    const tests = requirements.flatMap(({ proofs }) => proofs.map(({ file, test }) => outcome("passed", test, file)));
    expect(requirements).toHaveLength(217);
    expect(judgeRequirements(requirements, tests)).toEqual([]);
  });
});

// Planted breaches: each must be said, and a proven requirement must not.
describe("the checker", () => {
  it.each<[breach: string, rows: string[], outcomes: Outcome[], said: string]>([
    ["a test that failed", [PROVEN], [outcome("failed")], 'R001: "it works" in tests/a.test.ts failed.'],
    ["a test that was skipped", [PROVEN], [outcome("skipped")], 'R001: "it works" in tests/a.test.ts did not run.'],
    [
      "a test that does not exist",
      [PROVEN],
      [outcome("passed", "other")],
      'R001: tests/a.test.ts has no test "it works".',
    ],
    ["a file that did not run", [PROVEN], [], "R001: no test of tests/a.test.ts ran."],
    [
      "a test that passed once and failed once",
      [PROVEN],
      [outcome("passed"), outcome("failed")],
      'R001: "it works" in tests/a.test.ts failed.',
    ],
    ["a requirement that is missing", [], [], "R001 stands 0 times in the table instead of once."],
    [
      "a number that stands twice",
      [PROVEN, PROVEN],
      [outcome("passed")],
      "R001 stands 2 times in the table instead of once.",
    ],
    ["a number from nowhere", [PROVEN, "| R900 | A | open | open |"], [outcome("passed")], "R900 is no requirement."],
    ["built without a test", ["| R001 | A | built | surely |"], [], "R001 is built but names no test that proves it."],
    [
      "open with a test",
      ["| R001 | A | open | `tests/a.test.ts › it works` |"],
      [outcome("passed")],
      'R001 is open, so its proof says "open" and names no test.',
    ],
    [
      "partly without what is missing",
      ["| R001 | A | partly | `tests/a.test.ts › it works` |"],
      [outcome("passed")],
      'R001 is partly built; say after its tests "open: …" what is missing.',
    ],
    [
      "an invented state",
      ["| R001 | A | nearly | open |"],
      [],
      'R001 has the state "nearly"; it is one of built, partly, open, future.',
    ],
  ])("says %s", (_, rows, outcomes, said) => {
    expect(judgeRequirements(table(...rows), outcomes, { last: 1 })).toContain(said);
  });

  it("is silent about requirements that are proven, partly proven, open or future", () => {
    const rows = [
      "| R001 | A | built | `tests/a.test.ts › it works`<br>`tests/e2e/b.spec.ts › a \\| b` |",
      "| R002 | A | partly | `tests/a.test.ts › it works`; open: Telegram |",
      "| R003 | A | open | open |",
      "| R004 | A | future | future |",
    ];
    const passed = [outcome("passed"), outcome("passed", "a | b", "tests/e2e/b.spec.ts")];
    expect(judgeRequirements(table(...rows), passed, { last: 4 })).toEqual([]);
  });
});

it("a proof that did not run on this machine is no problem where skips are allowed, and a failed one is", () => {
  const judge = (state: Outcome["state"]) =>
    judgeRequirements(table(PROVEN), [outcome(state)], { last: 1, areSkipsAllowed: true });
  expect(judge("skipped")).toEqual([]);
  expect(judge("failed")).toEqual(['R001: "it works" in tests/a.test.ts failed.']);
});
