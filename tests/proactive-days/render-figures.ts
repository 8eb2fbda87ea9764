import type { Effect, Lived } from "./measure.ts";
import { figuresOf } from "./score.ts";

/** What both judges did with the set, as it stands in the README. */
export function renderFigures(reads: readonly Lived[], always: readonly Lived[]): string {
  const part = (lived: readonly Lived[], isHeldOut: boolean) =>
    lived.filter(({ score }) => score.day.isHeldOut === isHeldOut);
  const rows = [
    row("reads the prompt", "worked with", part(reads, false)),
    row("reads the prompt", "held out", part(reads, true)),
    row("reads the prompt", "all", reads),
    row("always says send", "all", always),
  ];
  return [
    "| judge | days | number | without a fault | sent | of them welcome | welcome in all | precision | recall | rules broken |",
    "|---|---|---|---|---|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}

/** What each rule does, by what happens without it. */
export function renderEffects(effects: readonly Effect[]): string {
  const rows = effects.map(
    ({ rule, violations, lost, days }) => `| ${rule} | ${violations} | ${lost} | ${days.length} | ${days[0] ?? ""} |`,
  );
  return [
    "| without the rule | messages that it forbids | welcome ones that are lost | days on which it shows | such as |",
    "|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}

function row(judge: string, which: string, lived: readonly Lived[]): string {
  const { days, flawless, sent, right, welcome, precision, recall } = figuresOf(lived.map(({ score }) => score));
  const broken = lived.reduce((sum, { violations }) => sum + violations.length, 0);
  const cells = [judge, which, days, flawless, sent, right, welcome, precision.toFixed(3), recall.toFixed(3), broken];
  return `| ${cells.join(" | ")} |`;
}
