import { type Context, jobContext, type Services } from "@procode/core";

export type Tick = {
  name: string;
  everyMs: number;
  /** How soon it is tried again after a failure; otherwise as after a success. */
  retryMs?: number;
  run(ctx: Context): Promise<void>;
};

export type Ticker = {
  /** Starts nothing more; resolves when what runs is over, or after `withinMs`. */
  stop(withinMs: number): Promise<void>;
};

/**
 * Work that PROCODE does by itself: each kind at once and then again `everyMs` after its last run ended, so that a slow
 * run is never met by another one. A failure is logged, and the next tick comes all the same.
 */
export function createTicker(services: Services, ticks: readonly Tick[]): Ticker {
  const { clock, log } = services;
  const stopped = new AbortController();

  async function keepTicking({ name, everyMs, retryMs = everyMs, run }: Tick): Promise<void> {
    while (!stopped.signal.aborted) {
      let pauseMs = everyMs;
      try {
        await run(jobContext(services, name));
      } catch (error) {
        pauseMs = retryMs;
        log.error("background work failed", { job: name, error });
      }
      await clock.sleep(pauseMs, stopped.signal);
    }
  }

  const loops = Promise.all(ticks.map(keepTicking));
  return {
    async stop(withinMs) {
      stopped.abort();
      const over = new AbortController();
      await Promise.race([loops, clock.sleep(withinMs, over.signal)]);
      over.abort();
    },
  };
}
