import type { Context } from "../context.ts";
import { ProcodeError } from "../procode-error.ts";

const WAITS_MS = [100, 400, 1_000];
const LAST_WAIT_MS = 2_000;

/**
 * Runs `work` again while the database is away, full, or in conflict with itself, for `patienceMs` or until the signal
 * aborts; then throws what it threw last. `work` hears which try it is, the first being 1: of an earlier one it is not
 * known whether it was committed.
 */
export async function outlastDatabase<T>(
  ctx: Context,
  { what, patienceMs, signal }: { what: string; patienceMs: number; signal?: AbortSignal },
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  const startedMs = ctx.clock.monotonicMs();
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      const isLate = ctx.clock.monotonicMs() - startedMs > patienceMs;
      if (isLate || !passes(error)) throw error;
      ctx.log.warn(`${what} waits for the database`, { attempt, error });
      await ctx.clock.sleep(WAITS_MS[attempt - 1] ?? LAST_WAIT_MS, signal);
      if (signal?.aborted) throw error;
    }
  }
}

function passes(error: unknown): boolean {
  if (!(error instanceof ProcodeError)) return false;
  const { reason } = error.details;
  return (
    reason === "database-away" || reason === "queue-full" || (error.code === "CONFLICT" && reason === "unexpected")
  );
}
