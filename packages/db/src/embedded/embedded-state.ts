import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import type { RolePasswords } from "../provision-roles.ts";

/** What an embedded server keeps beside its data, readable by its owner only. */
export type EmbeddedState = { port: number; passwords: RolePasswords & { superuser: string } };

const file = (dir: string) => `${dir}/postgres.json`;

export async function readState(dir: string): Promise<EmbeddedState | null> {
  try {
    return JSON.parse(await readFile(file(dir), "utf8")) as EmbeddedState;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

export async function writeState(dir: string, state: EmbeddedState): Promise<void> {
  const unfinished = `${file(dir)}.new`;
  await writeFile(unfinished, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file(dir));
}

export function newPasswords(): EmbeddedState["passwords"] {
  const password = () => randomBytes(24).toString("base64url");
  return { superuser: password(), owner: password(), app: password(), system: password() };
}

export function urlOf(
  { port, passwords }: EmbeddedState,
  role: keyof EmbeddedState["passwords"],
  database: string,
): string {
  const user = role === "superuser" ? "postgres" : `procode_${role}`;
  return `postgresql://${user}:${passwords[role]}@127.0.0.1:${port}/${database}`;
}
