import { setTimeout as sleep } from "node:timers/promises";
import type { CpuProfile } from "./cpu-profile.ts";

export type Profiler = {
  /** The CPU profile of the process's main thread while `work` ran. */
  during(work: () => Promise<unknown>): Promise<CpuProfile>;
  stop(): Promise<void>;
};

const SAMPLE_EVERY_MICROS = 500;
const LISTENS = /Debugger listening on (ws:\/\/\S+)/g;
const WITHIN_MS = 10_000;

/** The inspector of a running node process, which opens it at SIGUSR1 and says where on its standard error. */
export async function openProfiler(pid: number, output: () => string): Promise<Profiler> {
  const before = addressesIn(output()).length;
  process.kill(pid, "SIGUSR1");
  const address = await nextAddress(output, before);
  const call = await connect(address);
  await call.send("Profiler.enable");
  await call.send("Profiler.setSamplingInterval", { interval: SAMPLE_EVERY_MICROS });
  return {
    async during(work) {
      await call.send("Profiler.start");
      await work();
      const { profile } = (await call.send("Profiler.stop")) as { profile: CpuProfile };
      return profile;
    },
    stop: async () => call.close(),
  };
}

const addressesIn = (output: string): string[] => [...output.matchAll(LISTENS)].map(([, address = ""]) => address);

async function nextAddress(output: () => string, before: number): Promise<string> {
  for (let waitedMs = 0; waitedMs < WITHIN_MS; waitedMs += 50) {
    const address = addressesIn(output())[before];
    if (address !== undefined) return address;
    await sleep(50);
  }
  throw new Error("The process did not open its inspector.");
}

type Reply = { id: number; result?: unknown; error?: { message: string } };

async function connect(address: string) {
  const socket = new WebSocket(address);
  const waiting = new Map<number, (reply: Reply) => void>();
  let calls = 0;
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve(), { once: true });
    socket.addEventListener("error", () => reject(new Error(`Nobody answers at ${address}.`)), { once: true });
  });
  socket.addEventListener("message", ({ data }) => {
    const reply = JSON.parse(String(data)) as Reply;
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  socket.addEventListener("close", () => {
    for (const [id, answer] of waiting) answer({ id, error: { message: "the process has closed its inspector" } });
  });
  return {
    close: () => socket.close(),
    async send(method: string, params: object = {}): Promise<unknown> {
      const id = ++calls;
      const answered = new Promise<Reply>((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, method, params }));
      const { result, error } = await answered;
      if (error) throw new Error(`${method}: ${error.message}`);
      return result;
    },
  };
}
