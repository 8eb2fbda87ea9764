import {
  beat,
  CONSUMERS,
  jobContext,
  measureSpend,
  recoverGenerations,
  type Services,
  settleUsage,
} from "@procode/core";
import { awaitDatabase } from "./await-database.ts";
import { createTicker } from "./create-ticker.ts";
import { startRelay } from "./start-relay.ts";

const SECOND = 1_000;
const PATIENCE_MS = 1_000;

export type Background = {
  /**
   * Takes over nothing more, lets answers that are being written end for at most `drainMs`, then gives up the lease, so
   * that another process may go on at once. Takes two seconds longer than `drainMs` at most.
   */
  stop(drainMs: number): Promise<void>;
};

/**
 * Waits for the database and starts what keeps a process's answers its own. Once it resolves, the lease stands and
 * messages may be taken. Throws UNAVAILABLE for a database that is not fit.
 */
export async function startBackground(services: Services): Promise<Background> {
  const { answers, clock, log, store, worker } = services;
  const wasAway = await awaitDatabase(services, async () => {
    await store.check();
    await beat(jobContext(services, "beat"));
  });
  // It was away for the others too, who need a beat to say that their answers are theirs.
  if (wasAway) worker.cutOffMs = clock.monotonicMs();
  const leave = services.feed.onRemote("stops", (userId) => {
    if (!answers.all().some((answer) => answer.userId === userId)) return;
    beat(jobContext(services, "beat")).catch((error: unknown) => log.error("a stop was not read at once", { error }));
  });
  // A lease is three beats long: where connections break again and again, one that failed cannot wait for the next.
  const lease = createTicker(services, [{ name: "beat", everyMs: SECOND, retryMs: 150, run: beat }]);
  const chores = createTicker(services, [
    { name: "recover-generations", everyMs: 400, run: recoverGenerations },
    { name: "settle-usage", everyMs: 2 * SECOND, run: settleUsage },
    { name: "measure-spend", everyMs: 30 * SECOND, run: measureSpend },
  ]);
  const relay = startRelay(services, CONSUMERS);
  return {
    async stop(drainMs) {
      await Promise.all([chores.stop(PATIENCE_MS), answers.idle(drainMs)]);
      leave();
      await Promise.all([lease.stop(PATIENCE_MS), relay.stop(PATIENCE_MS)]);
      try {
        await store.asSystem((tx) => tx.generations.leave(worker.id));
      } catch (error) {
        log.warn("the lease was not given up; it ends by itself", { error });
      }
    },
  };
}
