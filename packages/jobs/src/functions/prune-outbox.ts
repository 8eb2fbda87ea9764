import type { Inngest, InngestFunction } from "inngest";
import { CONSUMERS, FIRST_PERSON, jobContext, pruneEvents, type Services } from "@procode/core";

/** Batches in one step: a step is remembered, so a kill costs no more than these. */
const BATCHES = 20;

/** Hourly, through everybody: drops events whose time is over. Each step remembers the person it came to. */
export const pruneOutbox = (client: Inngest.Any, services: Services): InngestFunction.Any =>
  client.createFunction(
    { id: "prune-outbox", triggers: [{ cron: "17 * * * *" }], concurrency: { limit: 1 }, retries: 3 },
    async ({ step }) => {
      let after = FIRST_PERSON;
      let steps = 0;
      do {
        after = await step.run(`prune-${++steps}`, () => pruneFrom(services, after));
      } while (after !== FIRST_PERSON);
      return { steps };
    },
  );

/** Returns the person to go on after; the first one when everybody was looked at. */
async function pruneFrom(services: Services, start: string): Promise<string> {
  const ctx = jobContext(services, "prune-outbox");
  let after = start;
  for (let batch = 0; batch < BATCHES; batch++) {
    after = await pruneEvents(ctx, { consumers: CONSUMERS, after });
    if (after === FIRST_PERSON) break;
  }
  return after;
}
