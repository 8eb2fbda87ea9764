import { execFileSync } from "node:child_process";
import { globSync } from "node:fs";
import type { ICruiseResult } from "dependency-cruiser";

/**
 * dependency-cruiser over packages and apps. Fails on a breach, and when a TypeScript file on disk was not really parsed:
 * with a compiler that it does not know it inspects nothing and passes.
 */
const result = cruise();
const parsed = new Set(result.modules.filter((module) => !module.couldNotResolve).map((module) => module.source));
const missed = sourceFiles().filter((file) => !parsed.has(file));
const breaches = result.summary.violations.map(
  ({ rule, from, to, comment }) => `${rule.name}: ${from} → ${to}${comment ? `\n    ${comment}` : ""}`,
);

console.log(`${sourceFiles().length - missed.length} files`);
for (const breach of breaches) console.log(breach);
for (const file of missed) console.log(`not inspected: ${file}`);
if (breaches.length + missed.length > 0) process.exitCode = 1;

function cruise(): ICruiseResult {
  const args = ["packages", "apps", "--config", process.argv[2] ?? ".dependency-cruiser.mjs", "--output-type", "json"];
  return JSON.parse(execFileSync("depcruise", args, { encoding: "utf8", maxBuffer: 256 * 1024 * 1024 }));
}

function sourceFiles(): string[] {
  const exclude = (name: string) => /(^|\/)(node_modules|\.next|generated|dist)$/.test(name);
  return globSync("{packages,apps}/**/*.{ts,tsx}", { exclude }).filter((file) => !/\/next-env\.d\.ts$/.test(file));
}
