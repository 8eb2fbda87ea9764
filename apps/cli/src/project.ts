import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** The project's root, wherever the command is typed. */
export const ROOT = resolve(import.meta.dirname, "../../..");
/** What PROCODE keeps on this machine: the embedded database, its secrets and its logs. */
export const HOME = resolve(process.env.PROCODE_HOME ?? join(ROOT, ".procode"));
export const WEB = join(ROOT, "apps/web");

export function loadDotEnv(): void {
  const file = join(ROOT, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}
