import { spawn } from "node:child_process";
import { Refusal } from "../refusal.ts";

export type StartedProcess = {
  /** What it told when it was ready: its address, mostly. */
  ready: string;
  detail: string;
  /** All that it told then. */
  told: Record<string, unknown>;
  ended: Promise<string>;
  /** SIGTERM, and SIGKILL after nine seconds. */
  stop(): Promise<void>;
};

type Options = { env: NodeJS.ProcessEnv; cwd: string /** Ends it again while it starts. */; signal?: AbortSignal };

const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 9_000;

/**
 * Starts one of PROCODE's processes and waits for its `{ ready: "…" }` message. It is in a process group of its own,
 * so that Ctrl-C reaches only us and things stop in order; when we die, its IPC channel closes and it ends by itself.
 */
export async function startProcess(
  name: string,
  args: string[],
  { signal, ...options }: Options,
): Promise<StartedProcess> {
  const child = spawn(process.execPath, args, {
    ...options,
    detached: true,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, how) => resolve(how ?? `exit code ${code}`));
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const hard = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
    await ended;
    clearTimeout(hard);
  };
  const ready = new Promise<Record<string, unknown>>((resolve) => {
    child.on("message", (message) => {
      if (typeof message === "object" && message !== null && "ready" in message) resolve({ ...message });
    });
  });
  const first = await Promise.race([
    ready.then((told) => ({ told })),
    ended.then((how) => ({ how })),
    aborted(AbortSignal.timeout(READY_WITHIN_MS)).then(() => ({ how: "not ready after two minutes" })),
    ...(signal ? [aborted(signal).then(() => ({ how: "stopped while it started" }))] : []),
  ]);
  if ("told" in first) {
    const text = String(first.told.ready);
    return { ready: text, detail: text, told: first.told, ended, stop };
  }
  await stop();
  throw new Refusal(
    `The ${name} process did not start (${first.how}). What it said stands above.`,
    first.how === "exit code 78" ? 78 : 1,
  );
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
