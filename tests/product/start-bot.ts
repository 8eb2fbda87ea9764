import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const READY_WITHIN_MS = 60_000;

export type BotProcess = {
  /** What it told about itself when it was ready. */
  detail: string;
  output(): string;
  /** kill -9. */
  kill(): Promise<void>;
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>;
};

/** The bot's own process as `procode up` starts it; resolves when it says that it is ready. */
export async function startBot(env: Record<string, string>): Promise<BotProcess> {
  const child = spawn(process.execPath, ["apps/telegram-bot/src/main.ts"], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk));
  const detail = await new Promise<string>((ready, refuse) => {
    const late = setTimeout(() => refuse(new Error(`the bot is not ready in time:\n${output}`)), READY_WITHIN_MS);
    child.on("message", (message: { ready: string }) => {
      clearTimeout(late);
      ready(message.ready);
    });
    child.once("exit", (code, signal) => refuse(new Error(`the bot ended with ${signal ?? code}:\n${output}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = once(child, "exit");
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  };
  return {
    detail,
    output: () => output,
    kill: async () => void (await end("SIGKILL")),
    stop: () => end("SIGTERM"),
  };
}
