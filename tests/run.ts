import { mkdirSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { runStage, type StageResult } from "./runner/run-stage.ts";
import { REPORTS, STAGES } from "./runner/stages.ts";
import { summarise } from "./runner/summarise.ts";

/**
 * `npm test` runs everything; `npm test -- unit e2e` only those stages; what follows another `--` goes to their runner
 * (`npm test -- integration -- --shard=1/2`).
 */
const { positionals } = parseArgs({ allowPositionals: true, args: ownArguments(process.argv.slice(2)) });
const unknown = positionals.filter((name) => !STAGES.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(", ")}. Stages: ${STAGES.map((stage) => stage.name).join(", ")}.`);
  process.exit(2);
}

const chosen = STAGES.filter((stage) => positionals.length === 0 || positionals.includes(stage.name));
mkdirSync(REPORTS, { recursive: true });
for (const stage of chosen) if (stage.report) rmSync(stage.report.file, { force: true });

const results: StageResult[] = [];
for (const stage of chosen) results.push(await runStage(stage, runnerArguments(process.argv.slice(2))));

const summary = summarise(results, { ci: Boolean(process.env["CI"]) });
console.log(`\n${summary.table}\n`);
console.log(summary.lastLine);
process.exitCode = summary.ok ? 0 : 1;

function ownArguments(args: string[]): string[] {
  return args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
}

function runnerArguments(args: string[]): string[] {
  return args.includes("--") ? args.slice(args.indexOf("--") + 1) : [];
}
