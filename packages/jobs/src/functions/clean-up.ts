import type { Inngest, InngestFunction } from "inngest";
import { dropOutdated, jobContext, OUTDATED, type Outdated, type Services } from "@procode/core";

/** Batches in one step: a step is remembered, so a kill costs no more than these. */
const BATCHES = 20;
/** Of one kind in one night; what is left goes in the next. */
const MOST_STEPS = 50;

/** Nightly: drops what nobody needs any more, kind after kind. Returns how many rows of each went. */
export const cleanUp = (client: Inngest.Any, services: Services): InngestFunction.Any =>
  client.createFunction(
    { id: "clean-up", triggers: [{ cron: "41 3 * * *" }], concurrency: { limit: 1 }, retries: 3 },
    async ({ step }) => {
      const dropped: Partial<Record<Outdated, number>> = {};
      for (const kind of OUTDATED) {
        for (let part = 1; part <= MOST_STEPS; part++) {
          const done = await step.run(`${kind}-${part}`, () => dropBatches(services, kind));
          dropped[kind] = (dropped[kind] ?? 0) + done.dropped;
          if (!done.hasMore) break;
        }
      }
      return { dropped };
    },
  );

/** Each batch is a transaction of its own. */
async function dropBatches(services: Services, kind: Outdated): Promise<{ dropped: number; hasMore: boolean }> {
  const ctx = jobContext(services, "clean-up");
  let dropped = 0;
  for (let batch = 1; batch <= BATCHES; batch++) {
    const one = await dropOutdated(ctx, { kind });
    dropped += one.dropped;
    if (!one.hasMore) return { dropped, hasMore: false };
  }
  return { dropped, hasMore: true };
}
