import { readFileSync, writeFileSync } from "node:fs";
import { POLICY } from "@procode/core";
import { type Effect, liveAll, measureEffect } from "./measure.ts";
import { openJudges } from "./open-judges.ts";
import { readDays } from "./read-days.ts";
import { renderEffects, renderFigures } from "./render-figures.ts";
import { wallOf } from "./wall.ts";

/** Measures the whole set, prints it, with what went wrong on the days that are worked with, and writes it into the README. */
const README = new URL("README.md", import.meta.url);
const [BEGIN, END] = ["<!-- measured -->", "<!-- end of what was measured -->"];

await using judges = await openJudges();
const days = readDays(new URL("days/", import.meta.url));
const reads = await liveAll(days, judges.reads);
const figures = renderFigures(reads, await liveAll(days, judges.always));
const effects: Effect[] = [];
// A judge that is always sure shows nothing of the rule that asks how sure it is.
for (const rule of POLICY)
  effects.push(await measureEffect(days, rule === "confidence" ? judges.reads : judges.always, rule));

for (const { score, violations } of reads.filter((one) => !one.score.day.isHeldOut)) {
  const { day, wrong, missed } = score;
  for (const { atMs, text } of wrong)
    console.log(`${day.name}\n   not welcome: ${wallOf(day.zone, atMs).time} ${text}`);
  for (const { from, to, about } of missed) console.log(`${day.name}\n   did not come: ${from}-${to} ${about}`);
  for (const { rule, told } of violations) console.log(`${day.name}\n   against ${rule}: ${told.text}`);
}
const told = `${BEGIN}\n\n${figures}\n\n${renderEffects(effects)}\n\n${END}`;
console.log(`\n${told}`);
const readme = readFileSync(README, "utf8");
const [before = "", rest = ""] = readme.split(BEGIN);
writeFileSync(README, `${before}${told}${rest.split(END)[1] ?? ""}`);
