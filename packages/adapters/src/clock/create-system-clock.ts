import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "@procode/core";

/** The machine's own time. */
export function createSystemClock(): Clock {
  return {
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    async sleep(ms, signal) {
      try {
        await wait(ms, undefined, signal === undefined ? {} : { signal });
      } catch (error) {
        if (!signal?.aborted) throw error;
      }
    },
  };
}
