import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HOME } from "../project.ts";

type Secrets = { NEXTAUTH_SECRET: string; ENCRYPTION_KEYS: string };

/** For the embedded database only: secrets made once and kept beside it; what is set in the environment wins. */
export async function generateSecrets(env: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  const file = join(HOME, "secrets.json");
  const kept = await read(file);
  const secrets: Secrets = kept ?? {
    NEXTAUTH_SECRET: randomBytes(48).toString("base64url"),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
  };
  if (!kept) await writeFile(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return Object.fromEntries(Object.entries(secrets).filter(([name]) => !env[name] && !env[`${name}_FILE`]));
}

async function read(file: string): Promise<Secrets | null> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Secrets;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
