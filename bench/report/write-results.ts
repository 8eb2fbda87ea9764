import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import type { Profile } from "../profile/profile-product.ts";
import type { Row } from "../measure/row.ts";
import { ROOT } from "../servers/root.ts";

export type Run = {
  startedAt: Date;
  loadBefore: number;
  rounds: number;
  seconds: number;
  rows: Row[];
  failures: string[];
};

const FOLDER = join(ROOT, "bench/results");

/** Keeps a run as results/latest.json and under its date. Returns the dated name. */
export async function writeResults(run: Run): Promise<string> {
  const name = `${run.startedAt.toISOString().slice(0, 16).replace(":", "")}.json`;
  const text = `${JSON.stringify({ ...run, commit: commit(), machine: machine() }, null, 1)}\n`;
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, name), text);
  await writeFile(join(FOLDER, "latest.json"), text);
  return name;
}

/** Keeps profiles as results/profile.json. */
export async function writeProfiles(
  run: Pick<Run, "startedAt" | "loadBefore" | "rounds"> & { profiles: Profile[] },
): Promise<void> {
  const text = `${JSON.stringify({ ...run, commit: commit(), machine: machine() }, null, 1)}\n`;
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, "profile.json"), text);
}

/** What the machine did before the bench began; above half a core, trust nothing finer than factors. */
export const loadBefore = (): number => loadavg()[0] ?? 0;

function machine() {
  const [cpu] = cpus();
  return {
    cpus: cpus().length,
    model: cpu?.model ?? "",
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}

function commit(): string {
  try {
    return execFileSync("git", ["describe", "--always", "--dirty"], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "unknown";
  }
}
