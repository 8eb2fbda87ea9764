import { readFileSync } from "node:fs";
import { POLICY } from "@procode/core";
import { beforeAll, describe, expect, it } from "vitest";
import { type Lived, liveAll, measureEffect } from "./measure.ts";
import { openJudges } from "./open-judges.ts";
import { type Day, readDays } from "./read-days.ts";
import { renderFigures } from "./render-figures.ts";
import { figuresOf } from "./score.ts";

let judges: Awaited<ReturnType<typeof openJudges>>;
let days: Day[];
let [reads, always]: [Lived[], Lived[]] = [[], []];

beforeAll(async () => {
  judges = await openJudges();
  days = readDays(new URL("days/", import.meta.url));
  reads = await liveAll(days, judges.reads);
  always = await liveAll(days, judges.always);
  return () => judges[Symbol.asyncDispose]();
});

describe("labelled user-days", () => {
  it("are at least 200, a third of them held out, and more than a quarter without any message", () => {
    expect(days.length).toBeGreaterThanOrEqual(200);
    expect(new Set(days.map(({ name }) => name)).size).toBe(days.length);
    expect(days.filter(({ isHeldOut }) => isHeldOut).length).toBeGreaterThan(days.length * 0.3);
    expect(days.filter(({ welcome }) => welcome.length === 0).length).toBeGreaterThan(days.length / 4);
  });

  it.each([
    ["worked with", false],
    ["held out", true],
  ])(
    "a judge that sees only the prompt sends what is welcome: precision 0.9 and recall 0.7 on the days that are %s",
    (_, isHeldOut) => {
      const part = reads.map(({ score }) => score).filter(({ day }) => day.isHeldOut === isHeldOut);
      const { sent, welcome, precision, recall } = figuresOf(part);
      expect(Math.min(sent, welcome)).toBeGreaterThan(40);
      expect(precision).toBeGreaterThanOrEqual(0.9);
      expect(recall).toBeGreaterThanOrEqual(0.7);
    },
  );

  it("a judge that always says send sends nothing in quiet hours, over caps, on muted topics, twice or too late", () => {
    const broken = always.flatMap(({ score, violations }) =>
      violations.map(({ rule }) => `${score.day.name}: ${rule}`),
    );
    expect(broken).toEqual([]);
    const sent = (lived: Lived[]) => figuresOf(lived.map(({ score }) => score)).sent;
    expect(sent(always)).toBeGreaterThan(sent(reads));
  });

  it.each(POLICY)("without the rule %s something goes wrong that did not", async (rule) => {
    const showing = days.filter(({ shows }) => shows.includes(rule));
    const judge = rule === "confidence" ? judges.reads : judges.always;
    const effect = await measureEffect(showing, judge, rule);
    expect(effect.days).toEqual(showing.map(({ name }) => name));
    expect(effect.violations + effect.lost).toBeGreaterThan(0);
  });

  it("the README tells the figures of this very run", () => {
    // `npm run days` writes them.
    expect(readFileSync(new URL("README.md", import.meta.url), "utf8")).toContain(renderFigures(reads, always));
  });
});
