import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { descendants, freePort } from "../../tests/product/start-product.ts";
import { ROOT } from "./root.ts";

export type StartedByNpm = { pid: number; readySeconds: number; stop(): Promise<void> };

const READY = /PROCODE ready at/;
const READY_MS = 300_000;
const STOP_MS = 15_000;

/** `npm start`, as a person without a key types it; resolves at the line that says it is ready. */
export async function startByNpm(home: string): Promise<StartedByNpm> {
  const env = {
    ...process.env,
    PORT: String(await freePort()),
    PROCODE_HOME: home,
    OPENROUTER_API_KEY: "",
    OPENROUTER_BASE_URL: "",
    DATABASE_URL: "",
  };
  const startedAt = performance.now();
  const child = spawn("npm", ["start"], { cwd: ROOT, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const pid = child.pid ?? 0;
  let output = "";
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    // A Ctrl-C reaches all of npm's group; npm itself is not asked first, because it may leave before its child.
    signal((await findUp(pid)) ?? pid, "SIGINT");
    const hard = setTimeout(
      () => void descendants(pid).then((pids) => pids.map((each) => signal(each, "SIGKILL"))),
      STOP_MS,
    );
    await exited;
    clearTimeout(hard);
  };
  try {
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`npm start was not ready in time:\n${output}`)), READY_MS);
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk: Buffer) => {
          output += chunk;
          if (!READY.test(output)) return;
          clearTimeout(late);
          resolve();
        });
      }
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid, readySeconds: (performance.now() - startedAt) / 1_000, stop };
}

async function findUp(pid: number): Promise<number | null> {
  for (const each of await descendants(pid)) {
    const command = await readFile(`/proc/${each}/cmdline`, "utf8").catch(() => "");
    if (/node[^\0]*\0apps\/cli\/src\/main\.ts\0up/.test(command)) return each;
  }
  return null;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
