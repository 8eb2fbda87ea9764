import { spawn } from "node:child_process";
import type { Check } from "./check.ts";

export interface CheckResult {
  ok: boolean;
  seconds: string;
  /** What was looked at, or what is wrong, in one line. */
  summary: string;
  output: string;
}

/** Runs one check in `cwd` and says what came of it; never throws for a check that fails. */
export async function runCheck(check: Check, cwd = process.cwd()): Promise<CheckResult> {
  const started = performance.now();
  const { code, output } = await collect(check.command, check.args, cwd);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const count = check.inspected(output);
  if (code !== 0) return { ok: false, seconds, summary: `failed (exit ${code})`, output };
  if (count === 0) return { ok: false, seconds, summary: `looked at no ${check.unit}, so it proves nothing`, output };
  return { ok: true, seconds, summary: `${count} ${check.unit}`, output };
}

function collect(command: string, args: string[], cwd: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, FORCE_COLOR: "0", TURBO_TELEMETRY_DISABLED: "1", NEXT_TELEMETRY_DISABLED: "1" };
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.on("error", (error) => resolve({ code: 127, output: `${command} did not start: ${error.message}` }));
    child.on("close", (code, signal) =>
      resolve({ code: code ?? 1, output: signal ? `${output}\nended by ${signal}` : output }),
    );
  });
}
