import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
// What one process compiled the next need not.
const COMPILED = resolve(ROOT, "node_modules/.cache/compiled");
const READY_WITHIN_MS = 60_000;

/** One of PROCODE's processes by itself, as `procode up` starts it. */
export type ServerProcess = {
  pid: number;
  /** What it told about itself when it was ready: its address, mostly. */
  detail: string;
  output(): string;
  /** A signal, as SIGSTOP and SIGCONT, that does not wait for an end. */
  signal(name: NodeJS.Signals): void;
  /** kill -9. */
  kill(): Promise<void>;
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>;
  /** Resolves when it is gone, by whatever. */
  ended: Promise<void>;
};

/**
 * Runs `args` with Node; resolves when the process says that it is ready. `env` is all that it gets, beside PATH;
 * `hear` gets what it prints, before it is ready too.
 */
export async function startServer(
  args: string[],
  env: Record<string, string>,
  hear: (text: string) => void = () => undefined,
): Promise<ServerProcess> {
  const name = args.at(-1);
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? "", NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const ended = once(child, "exit").then(() => undefined);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      output += chunk;
      hear(String(chunk));
    });
  const detail = await new Promise<string>((ready, refuse) => {
    const late = setTimeout(() => refuse(new Error(`${name} is not ready in time:\n${output}`)), READY_WITHIN_MS);
    child.on("message", (message: { ready: string }) => {
      clearTimeout(late);
      ready(message.ready);
    });
    child.once("exit", (code, signal) => refuse(new Error(`${name} ended with ${signal ?? code}:\n${output}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = once(child, "exit");
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  };
  return {
    pid: child.pid ?? 0,
    detail,
    output: () => output,
    signal: (signal) => void child.kill(signal),
    kill: async () => void (await end("SIGKILL")),
    stop: () => end("SIGTERM"),
    ended,
  };
}
