import { spawn } from "node:child_process";
import { Refusal } from "../refusal.ts";

export type StartedProcess = {
  /** The address that it told when it was ready. */
  url: string;
  detail: string;
  ended: Promise<string>;
  /** SIGTERM, and SIGKILL after nine seconds. */
  stop(): Promise<void>;
};

const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 9_000;

/**
 * Starts one of PROCODE's processes and waits for its `{ ready: url }` message. It is in a process group of its own,
 * so that Ctrl-C reaches only us and things stop in order; when we die, its IPC channel closes and it ends by itself.
 */
export async function startProcess(
  name: string,
  args: string[],
  options: { env: NodeJS.ProcessEnv; cwd: string },
): Promise<StartedProcess> {
  const child = spawn(process.execPath, args, {
    ...options,
    detached: true,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const hard = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
    await ended;
    clearTimeout(hard);
  };
  const ready = new Promise<string>((resolve) => {
    child.on("message", (message) => {
      if (typeof message === "object" && message !== null && "ready" in message) resolve(String(message.ready));
    });
  });
  const late = AbortSignal.timeout(READY_WITHIN_MS);
  const first = await Promise.race([
    ready.then((url) => ({ url })),
    ended.then((how) => ({ how })),
    new Promise<{ how: string }>((resolve) =>
      late.addEventListener("abort", () => resolve({ how: "not ready after two minutes" })),
    ),
  ]);
  if ("url" in first) return { url: first.url, detail: first.url, ended, stop };
  await stop();
  throw new Refusal(
    `The ${name} process did not start (${first.how}). What it said stands above.`,
    first.how === "exit code 78" ? 78 : 1,
  );
}
