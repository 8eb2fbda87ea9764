import { CHROMIUM } from "./chromium.ts";
import type { Program } from "./find-program.ts";
import { NGINX, PGBOUNCER, REDIS } from "./programs.ts";

/** One part of `npm test`. Those with a report are counted test by test. */
export interface Stage {
  name: string;
  command: string;
  args: string[];
  /** Where the runner writes its JSON report. */
  report?: { file: string; format: "vitest" | "playwright" };
  /** Without these nothing of it can run, and it fails. */
  needs?: readonly Program[];
  /** Without these some of its tests do not run. */
  uses?: readonly Program[];
}

/** Reports of an earlier run stay until their stage runs again, so that stages may run on different machines. */
export const REPORTS = "test-results/reports";

function vitest(name: string, ...args: string[]): Stage {
  const file = `${REPORTS}/${name}.json`;
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  return {
    name,
    command: "vitest",
    args: ["run", "--project", name, ...reporters, ...args],
    report: { file, format: "vitest" },
  };
}

export const STAGES: Stage[] = [
  { name: "verify", command: "node", args: ["tests/verify.ts"] },
  vitest("guards"),
  vitest("unit", "--coverage"),
  { ...vitest("integration", "--project", "integration-together"), uses: [NGINX, PGBOUNCER, REDIS] },
  {
    name: "e2e",
    command: "playwright",
    args: ["test", "--reporter=list,json"],
    report: { file: `${REPORTS}/e2e.json`, format: "playwright" },
    needs: [CHROMIUM],
  },
  { name: "requirements", command: "node", args: ["tests/requirements/check.ts"] },
];
