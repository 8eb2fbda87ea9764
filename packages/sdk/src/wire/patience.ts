import { ProcodeConnectionError } from "../errors/procode-connection-error.ts";
import { isProcodeApiError } from "../errors/is-procode-error.ts";

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;
/** The way there failed or the server is away or full; anything else is answered the same way again. */
const PASSING = new Set([429, 502, 503, 504]);

/** Between attempts: waits, longer each time, or throws the failure when it is final or patience is over. */
export interface Patience {
  afterFailure(error: unknown, signal: AbortSignal | undefined): Promise<void>;
  /** A sign of life: the next failure is a first one. */
  renew(): void;
}

export function createPatience(forMs: number): Patience {
  let failures = 0;
  let untilMs: number | null = null;
  return {
    async afterFailure(error, signal) {
      signal?.throwIfAborted();
      if (!isPassing(error)) throw error;
      const nowMs = performance.now();
      untilMs ??= nowMs + forMs;
      const asked = isProcodeApiError(error) ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
      const waitMs = Math.max(asked, backoffMs(failures++));
      if (nowMs + waitMs > untilMs) throw error;
      await sleep(waitMs, signal);
    },
    renew() {
      failures = 0;
      untilMs = null;
    },
  };
}

function isPassing(error: unknown): boolean {
  return error instanceof ProcodeConnectionError || (isProcodeApiError(error) && PASSING.has(error.status));
}

/** Doubles up to five seconds; half of it is chance, so that many clients do not come back at once. */
function backoffMs(failures: number): number {
  const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return whole / 2 + (whole / 2) * (random / 2 ** 32);
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
