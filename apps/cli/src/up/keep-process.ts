import { setTimeout as sleep } from "node:timers/promises";
import { type StartedProcess, startProcess } from "./start-process.ts";

export type KeptProcess = { detail: string; stop(): Promise<void> };

const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 30_000;
/** One that ran so long did not end because of its start. */
const CALM_AFTER_MS = 60_000;

/**
 * Starts a process that the rest can do without, and starts it again, later each time, whenever it ends by itself. Says
 * so each time. Resolves when it is ready the first time, or did not start.
 */
export async function keepProcess(
  name: string,
  args: string[],
  options: { env: NodeJS.ProcessEnv; cwd: string },
): Promise<KeptProcess> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const say = (text: string) => process.stderr.write(`\n${text}\n`);
  let current = await start();
  const first = current?.detail ?? "does not run; it is started again by itself";
  const keeping = keep();

  async function start(): Promise<StartedProcess | null> {
    try {
      return await startProcess(name, args, { ...options, signal });
    } catch (error) {
      if (!signal.aborted) say(error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  async function keep(): Promise<void> {
    for (let waitMs = FIRST_WAIT_MS; !signal.aborted; waitMs = Math.min(waitMs * 2, MOST_WAIT_MS)) {
      const sinceMs = performance.now();
      const how = await (current?.ended ?? Promise.resolve("it did not start"));
      if (signal.aborted) return;
      if (performance.now() - sinceMs > CALM_AFTER_MS) waitMs = FIRST_WAIT_MS;
      say(`The ${name} process ended by itself (${how}). It starts again in ${waitMs / 1_000} s; the web goes on.`);
      await pause(waitMs);
      if (signal.aborted) return;
      current = await start();
      if (current) say(`The ${name} process runs again: ${current.detail}.`);
    }
  }

  async function pause(ms: number): Promise<void> {
    try {
      await sleep(ms, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  return {
    detail: first,
    async stop() {
      stopping.abort();
      await current?.stop();
      await keeping;
    },
  };
}
