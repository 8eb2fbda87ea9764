import { ProcodeError, type Services } from "@procode/core";

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 1_000;
const SAY_EVERY_MS = 30_000;

/**
 * Resolves when `begin` does, which is tried again for as long as the database is away: a machine that starts brings its
 * database up after us. Says so in the log; true when it was away. Throws at once what no waiting mends, such as a schema that is too old.
 */
export async function awaitDatabase(
  { clock, log }: Pick<Services, "clock" | "log">,
  begin: () => Promise<void>,
): Promise<boolean> {
  const startedMs = clock.monotonicMs();
  let toldMs: number | null = null;
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      await begin();
      if (toldMs !== null) log.info("the database answers", { waitedMs: Math.round(clock.monotonicMs() - startedMs) });
      return toldMs !== null;
    } catch (error) {
      // Only where waiting helps an error says for how long.
      if (!(error instanceof ProcodeError && error.details.retryAfterSeconds !== undefined)) throw error;
      const nowMs = clock.monotonicMs();
      if (toldMs === null || nowMs - toldMs >= SAY_EVERY_MS) {
        log.warn("the database is not there; the start goes on by itself as soon as it answers", { error });
        toldMs = nowMs;
      }
      await clock.sleep(waitMs);
    }
  }
}
