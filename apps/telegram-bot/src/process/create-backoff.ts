import type { Clock, Ids } from "@procode/core";

export type Backoff = {
  /** Waits a little longer each time, by chance, so that processes do not come back in step. */
  wait(signal: AbortSignal): Promise<void>;
  /** It went well: the next wait is short again. */
  reset(): void;
};

const FIRST_MS = 500;
const MOST_MS = 15_000;

export function createBackoff({ clock, ids }: { clock: Clock; ids: Ids }): Backoff {
  let ms = FIRST_MS;
  return {
    async wait(signal) {
      const share = Buffer.from(ids.secret(2), "base64url").readUInt16BE() / 65_535;
      await clock.sleep(ms / 2 + (ms / 2) * share, signal);
      ms = Math.min(ms * 2, MOST_MS);
    },
    reset() {
      ms = FIRST_MS;
    },
  };
}
