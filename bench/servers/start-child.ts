import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

export type Child = {
  pid: number;
  process: ChildProcess;
  /** What the child told with its `{ ready }` message; null where `readyWhen` decided. */
  ready: string | null;
  /** SIGTERM, and SIGKILL after ten seconds. */
  stop(): Promise<void>;
};

type Options = {
  name: string;
  args: string[];
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** Polled until it is true; without it the child sends `{ ready }` over IPC. */
  readyWhen?: () => Promise<boolean>;
};

const READY_MS = 60_000;
const STOP_MS = 10_000;

/** Starts a node process of ours in its own group, so that Ctrl-C reaches only the bench, which then ends all in order. */
export async function startChild({ name, args, cwd, env, readyWhen }: Options): Promise<Child> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output = (output + chunk).slice(-4_000)));
  const gone = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => reject(new Error(`${name} ended (${code ?? signal}):\n${output}`)));
  });
  gone.catch(() => undefined);
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    const hard = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await exited;
    clearTimeout(hard);
  };
  try {
    const late = sleep(READY_MS, undefined, { ref: false }).then(() => {
      throw new Error(`${name} was not ready within ${READY_MS / 1_000} s:\n${output}`);
    });
    const ready = await Promise.race([readyWhen ? poll(readyWhen) : readyMessage(child), gone, late]);
    return { pid: child.pid ?? 0, process: child, ready, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function poll(isReady: () => Promise<boolean>): Promise<null> {
  while (!(await isReady())) await sleep(100);
  return null;
}

function readyMessage(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on("message", (message) => {
      if (typeof message === "object" && message !== null && "ready" in message) resolve(String(message.ready));
    });
  });
}
