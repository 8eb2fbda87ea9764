import { ProcodeConnectionError } from "../errors/procode-connection-error.ts";

/** Silence that lasted too long; told apart from a cut by its words only. */
const silence = (ms: number) => new Error(`nothing came within ${ms} ms`);

export interface Attempt {
  signal: AbortSignal;
  /** Waits for `work` at most `ms`; then everything under `signal` is broken off. */
  within<T>(ms: number, work: () => Promise<T>): Promise<T>;
  /** Breaks off whatever is still open: the socket closes. */
  close(): void;
}

/** One try. The person's abort comes out as their own reason, every other failure as a ProcodeConnectionError. */
export function beginAttempt(url: URL, outer: AbortSignal | undefined): Attempt {
  const controller = new AbortController();
  const leave = () => controller.abort(outer?.reason);
  if (outer?.aborted) leave();
  outer?.addEventListener("abort", leave, { once: true });
  return {
    signal: controller.signal,
    async within(ms, work) {
      const timer = setTimeout(() => controller.abort(silence(ms)), ms);
      try {
        return await work();
      } catch (error) {
        outer?.throwIfAborted();
        const cause = controller.signal.aborted ? controller.signal.reason : error;
        throw new ProcodeConnectionError(`PROCODE at ${url.origin} could not be reached or broke off.`, { cause });
      } finally {
        clearTimeout(timer);
      }
    },
    close() {
      outer?.removeEventListener("abort", leave);
      controller.abort();
    },
  };
}
