import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { descendants } from "../../tests/product/start-product.ts";

const TICK_MS = 1_000 / Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** CPU in milliseconds, user and system, of a process with all its threads, its children and those that have ended. */
export async function cpuMs(pid: number): Promise<number> {
  const own = await ticks(pid);
  let sum = own.self + own.endedChildren;
  for (const child of (await descendants(pid)).slice(1)) sum += (await ticks(child)).self;
  return sum * TICK_MS;
}

/** CPU in milliseconds of a process's main thread alone. */
export async function mainThreadCpuMs(pid: number): Promise<number> {
  return (await ticks(`${pid}/task/${pid}`)).self * TICK_MS;
}

/** Resident memory in MB. */
export async function rssMb(pid: number): Promise<number> {
  return kilobytes(await readFile(`/proc/${pid}/status`, "utf8"), "VmRSS") / 1_024;
}

/** Memory in MB of a process and all that it started; what several share is counted once. */
export async function treeMemoryMb(pid: number): Promise<{ mb: number; parts: { command: string; mb: number }[] }> {
  const parts: { command: string; mb: number }[] = [];
  for (const each of await descendants(pid)) {
    const [rollup, command] = await Promise.all(
      ["smaps_rollup", "cmdline"].map((file) => readFile(`/proc/${each}/${file}`, "utf8").catch(() => "")),
    );
    if (rollup)
      parts.push({
        command: (command ?? "").replaceAll("\0", " ").trim().slice(0, 80),
        mb: kilobytes(rollup, "Pss") / 1_024,
      });
  }
  return { mb: parts.reduce((sum, { mb }) => sum + mb, 0), parts };
}

function kilobytes(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0);
}

// A process that is gone between the listing and the reading has used nothing that is not in its parent's sum.
async function ticks(pid: number | string): Promise<{ self: number; endedChildren: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
  return { self: user + system, endedChildren: endedUser + endedSystem };
}
