import { spawn } from "node:child_process";
import { explainMissing, findProgram } from "./find-program.ts";
import { type Outcome, readOutcomes } from "./read-outcomes.ts";
import type { Stage } from "./stages.ts";
import { testEnvironment } from "./test-environment.ts";

export interface StageResult {
  name: string;
  ok: boolean;
  seconds: number;
  outcomes: Outcome[];
  /** Programs that this machine lacks, each in a sentence. */
  missing: string[];
}

/** Runs one stage with its output shown as it comes, and reads what each of its tests did. */
export async function runStage(stage: Stage, runnerArgs: string[]): Promise<StageResult> {
  console.log(`\n── ${stage.name} ${"─".repeat(Math.max(0, 76 - stage.name.length))}`);
  const started = performance.now();
  const env: NodeJS.ProcessEnv = testEnvironment(process.env);
  // Lines that come from the cache are not counted in full.
  if (stage.args.includes("--coverage")) env["NODE_DISABLE_COMPILE_CACHE"] = "1";
  const missing: string[] = [];
  for (const program of [...(stage.needs ?? []), ...(stage.uses ?? [])]) {
    const path = findProgram(program);
    if (path !== null) {
      env[program.variable] = path;
      continue;
    }
    missing.push(explainMissing(program));
    console.error(missing.at(-1));
    if (stage.needs?.includes(program)) return { name: stage.name, ok: false, seconds: 0, outcomes: [], missing };
  }
  if (stage.report?.format === "playwright") env["PLAYWRIGHT_JSON_OUTPUT_FILE"] = stage.report.file;
  const code = await finish(stage.command, stage.report ? [...stage.args, ...runnerArgs] : stage.args, env);
  const seconds = (performance.now() - started) / 1000;
  const outcomes = stage.report ? readOutcomes(stage.report) : [];
  return { name: stage.name, ok: code === 0, seconds, outcomes, missing };
}

function finish(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", env });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
