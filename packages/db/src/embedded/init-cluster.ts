import { execFile } from "node:child_process";
import { access, chown, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { databaseError } from "../migrate/database-error.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";

const run = promisify(execFile);

type Cluster = {
  dir: string;
  binaries: PostgresBinaries;
  user: { uid?: number; gid?: number };
  superuserPassword: string;
  onProgress?: (step: string) => void;
};

/** Makes `dir/data` when it is not there. A first start that was killed half-way is made anew. */
export async function initCluster({ dir, binaries, user, superuserPassword, onProgress }: Cluster): Promise<void> {
  const data = `${dir}/data`;
  if (await isCluster(data)) return;
  onProgress?.("preparing the database for the first time");
  const unfinished = `${dir}/data.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  const passwordFile = `${dir}/initdb-password`;
  await writeFile(passwordFile, `${superuserPassword}\n`, { mode: 0o600 });
  try {
    if (user.uid !== undefined && user.gid !== undefined) {
      await chown(unfinished, user.uid, user.gid);
      await chown(passwordFile, user.uid, user.gid);
    }
    await run(
      binaries.initdb,
      [
        `--pgdata=${unfinished}`,
        "--username=postgres",
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--no-instructions",
        ...binaries.localeFlags,
      ],
      { ...user, cwd: "/" },
    );
    await rename(unfinished, data);
  } catch (error) {
    throw databaseError(reasonOf(error, dir, user), error);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

// Renamed into place at its end, so a folder that is there is whole, unless somebody emptied it.
async function isCluster(data: string): Promise<boolean> {
  const files = await readdir(data).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw databaseError(
      `${data} can not be read. Make it a folder of whom the database runs as; nothing was changed.`,
      error,
    );
  });
  if (files === null) return false;
  await access(`${data}/PG_VERSION`).catch((error: unknown) => {
    throw databaseError(
      files.length === 0
        ? `${data} is empty, so the database is lost. Put the backup back, or remove the folder to begin anew.`
        : `${data} is not a PostgreSQL data folder any more (PG_VERSION is missing). Put the backup back, or move the folder away to begin anew.`,
      error,
    );
  });
  return true;
}

function reasonOf(error: unknown, dir: string, user: { uid?: number }): string {
  const output = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
  const denied = /permission denied|EACCES/i.test(`${output} ${String(error)}`);
  if (denied && user.uid !== undefined) {
    return `The database runs as the user postgres, who may not enter ${dir} or the folder of node_modules. Run PROCODE as a normal user, or move the project out of root's home.`;
  }
  return `The database could not be made in ${dir}: ${output.split("\n").at(-1) || String(error)}.`;
}
