import type { Clock } from "../ports/clock.ts";

export interface TestClock extends Clock {
  advance(ms: number): void;
}

/** Stands still until a test moves it or somebody sleeps: a sleep takes no time and moves the clock by its length. */
export function createTestClock(start = new Date("2026-11-24T09:00:00Z")): TestClock {
  let ms = start.getTime();
  return {
    now: () => new Date(ms),
    monotonicMs: () => ms,
    advance(by) {
      ms += by;
    },
    sleep(by, signal) {
      return new Promise((resolve) => {
        setImmediate(() => {
          if (!signal?.aborted) ms += Math.max(0, by);
          resolve();
        });
      });
    },
  };
}
