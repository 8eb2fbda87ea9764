import type { Socket } from "node:net";
import { type Random, seededRandom } from "../seeded-random.ts";
import type { FaultCounts, Faults } from "./faults.ts";

export type Pipe = { /** The faults changed: look at what waits. */ wake(): void };

type Setting = {
  from: Socket;
  to: Socket;
  random: Random;
  faults: () => Faults;
  counts: FaultCounts;
  /** Bytes that pass before `onLimit`; null for no limit. */
  limit: number | null;
  onLimit: () => void;
  /** Told before bytes are passed on; false drops them and everything after. */
  forward: (bytes: number) => boolean;
};

type Waiting = { bytes: Buffer; at: number };

const PAUSE_ABOVE_BYTES = 1024 * 1024;

/** One direction of a connection: reads, waits, slices and passes on in order, and ends when the source has ended. */
export function createPipe({ from, to, random, faults, counts, limit, onLimit, forward }: Setting): Pipe {
  const jitter = seededRandom(Math.floor(random() * 2 ** 31), "jitter");
  const sizes = seededRandom(Math.floor(random() * 2 ** 31), "sizes");
  const waiting: Waiting[] = [];
  let waitingBytes = 0;
  let passed = 0;
  let lastAt = 0;
  let untilSliceEnd = 0;
  let isEnded = false;
  let isRunning = false;
  let wakeUp: (() => void) | null = null;

  from.on("data", (bytes: Buffer) => {
    const { latencyMs = 0, jitterMs = 0 } = faults();
    // A later byte never overtakes an earlier one.
    lastAt = Math.max(lastAt, performance.now() + latencyMs + jitter() * jitterMs);
    waiting.push({ bytes, at: lastAt });
    waitingBytes += bytes.length;
    if (waitingBytes > PAUSE_ABOVE_BYTES) from.pause();
    void run();
  });
  from.on("end", () => {
    isEnded = true;
    void run();
  });

  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      await due(next.at);
      if (!(await pass(next.bytes))) return;
      waiting.shift();
      waitingBytes -= next.bytes.length;
      if (from.isPaused()) from.resume();
    }
    if (isEnded) {
      await due(0);
      to.end();
    }
    isRunning = false;
  }

  async function due(at: number): Promise<void> {
    if (faults().blackhole) counts.heldBack += 1;
    while (faults().blackhole || performance.now() < at) {
      const left = faults().blackhole ? null : Math.max(1, at - performance.now());
      await new Promise<void>((resolve) => {
        const timer = left === null ? null : setTimeout(resolve, left);
        wakeUp = () => {
          if (timer) clearTimeout(timer);
          resolve();
        };
      });
      wakeUp = null;
    }
  }

  // Slices end at places drawn from the seed alone, whatever sizes the network reads in.
  async function pass(bytes: Buffer): Promise<boolean> {
    for (let start = 0; start < bytes.length; ) {
      const { slice } = faults();
      if (slice && untilSliceEnd === 0) untilSliceEnd = slice.min + Math.floor(sizes() * (slice.max - slice.min + 1));
      const room = Math.min(
        bytes.length - start,
        slice ? untilSliceEnd : Infinity,
        limit === null ? Infinity : limit - passed,
      );
      if (room > 0) {
        if (!forward(room) || !(await write(bytes.subarray(start, start + room)))) return false;
        if (slice) {
          untilSliceEnd -= room;
          counts.slices += 1;
        }
        start += room;
        passed += room;
      }
      if (limit !== null && passed >= limit) {
        onLimit();
        return false;
      }
    }
    return true;
  }

  function write(bytes: Buffer): Promise<boolean> {
    if (to.destroyed) return Promise.resolve(false);
    return new Promise((resolve) => to.write(bytes, (error) => resolve(!error)));
  }

  return { wake: () => wakeUp?.() };
}
