import type { Services } from "./context.ts";

/** Where a database was away for all, each process needs a beat to say that it lives. */
const OTHERS_COME_BACK_MS = 2_500;

/** Whether this process was cut off from the database so lately that others may live and had no time to say so. */
export function isJustBack({
  worker,
  clock,
}: {
  worker: Services["worker"];
  clock: Pick<Services["clock"], "monotonicMs">;
}): boolean {
  return worker.cutOffMs !== undefined && clock.monotonicMs() - worker.cutOffMs < OTHERS_COME_BACK_MS;
}
