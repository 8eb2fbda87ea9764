import type { Clock } from "./ports/clock.ts";

export type Bell = {
  ring(): void;
  /** Resolves at the next ring, at once when one came since the last wait, after `ms`, or when the signal aborts. */
  waitAtMost(clock: Pick<Clock, "sleep">, ms: number, signal: AbortSignal): Promise<void>;
};

const RUNG = "rung";

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
        // One listener and a reason of our own: a joined signal, or an error made for nobody, costs more than the wait.
        const wakeUp = () => woken.abort(RUNG);
        wake = wakeUp;
        signal.addEventListener("abort", wakeUp);
        await clock.sleep(ms, woken.signal);
        signal.removeEventListener("abort", wakeUp);
        wake = null;
      }
      isRung = false;
    },
  };
}
