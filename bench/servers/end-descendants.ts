import { setTimeout as sleep } from "node:timers/promises";
import { descendants } from "../../tests/product/start-product.ts";

const PATIENCE_MS = 12_000;
const STEP_MS = 100;

/** Ends, by their ids, processes of ours that were just starting: SIGTERM, and SIGKILL after twelve seconds. */
export async function endDescendants(): Promise<void> {
  const pids = (await descendants(process.pid)).slice(1);
  for (const pid of pids) signal(pid, "SIGTERM");
  for (let waitedMs = 0; waitedMs < PATIENCE_MS && pids.some((pid) => signal(pid, 0)); waitedMs += STEP_MS) {
    await sleep(STEP_MS);
  }
  for (const pid of pids) signal(pid, "SIGKILL");
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}
