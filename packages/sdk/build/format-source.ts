import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../../..");

/** TypeScript as the repository lays it out. */
export function formatSource(source: string): string {
  const biome = resolve(ROOT, "node_modules/.bin/biome");
  return execFileSync(biome, ["format", "--stdin-file-path=generated.ts"], {
    cwd: ROOT,
    input: source,
    encoding: "utf8",
  });
}
