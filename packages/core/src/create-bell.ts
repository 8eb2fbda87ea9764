import type { Clock } from "./ports/clock.ts";

export type Bell = {
  ring(): void;
  /** Resolves at the next ring, at once when one came since the last wait, after `ms`, or when the signal aborts. */
  waitAtMost(clock: Pick<Clock, "sleep">, ms: number, signal: AbortSignal): Promise<void>;
};

/** For one who waits and many who ring. Rings that come while nobody waits are one ring. */
export function createBell(): Bell {
  let isRung = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      isRung = true;
      wake?.();
    },
    async waitAtMost(clock, ms, signal) {
      if (!isRung && !signal.aborted) {
        const woken = new AbortController();
        wake = () => woken.abort();
        await clock.sleep(ms, AbortSignal.any([signal, woken.signal]));
        wake = null;
      }
      isRung = false;
    },
  };
}
