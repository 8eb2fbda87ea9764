import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

const STEP_MS = 25;

/** The process that PostgreSQL itself noted in its data folder. */
export async function readPid(dir: string): Promise<number | null> {
  try {
    const pid = Number((await readFile(`${dir}/data/postmaster.pid`, "utf8")).split("\n")[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : null;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Asks for a fast shutdown and waits for it; after 8 s the server is told to leave at once, and recovers at its next start. */
export async function endServer(pid: number): Promise<void> {
  if (!signal(pid, "SIGINT")) return;
  for (let waitedMs = 0; waitedMs < 10_000; waitedMs += STEP_MS) {
    if (!signal(pid, 0)) return;
    if (waitedMs === 8_000) signal(pid, "SIGQUIT");
    await sleep(STEP_MS);
  }
  throw new Error(`PostgreSQL (process ${pid}) does not stop.`);
}

/** False when there is no such process any more. */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}
