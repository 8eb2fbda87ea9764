import type { Log } from "@procode/core";

/** Says nothing, for tests and tools whose output is for people. */
export function createSilentLog(): Log {
  const nothing = () => undefined;
  const log: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => log };
  return log;
}
