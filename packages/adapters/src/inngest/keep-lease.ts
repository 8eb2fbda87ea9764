import type { Clock, HeldJobRun, Log, Store } from "@procode/core";

type Parts = {
  store: Pick<Store, "asSystem">;
  clock: Pick<Clock, "sleep">;
  log: Log;
  run: HeldJobRun;
  leaseSeconds: number;
};

/** Longer than any step may take: a call that hangs loses its run, which is then claimed anew. */
const MOST_SECONDS = 900;

/** Extends the lease, three times in its length, for as long as the call takes. */
export function keepLease({ store, clock, log, run, leaseSeconds }: Parts): { stop(): void } {
  const stopped = new AbortController();
  const everyMs = (leaseSeconds * 1_000) / 3;
  async function keep(): Promise<void> {
    for (let seconds = 0; seconds < MOST_SECONDS; seconds += leaseSeconds / 3) {
      await clock.sleep(everyMs, stopped.signal);
      if (stopped.signal.aborted) return;
      try {
        if (!(await store.asSystem((tx) => tx.jobs.extend(run, leaseSeconds)))) return;
      } catch (error) {
        log.warn("a job's lease was not extended; it is tried again", { runId: run.id, error });
      }
    }
  }
  void keep();
  return { stop: () => stopped.abort() };
}
