import type { Inngest, InngestFunction } from "inngest";
import { FIRST_PERSON, jobContext, rollUpLeftOver, type Services } from "@procode/core";

/** Hourly, by sets of 500 people: rolls up the usage that the relay left. Each step remembers the person it came to. */
export const rollUpUsage = (client: Inngest.Any, services: Services): InngestFunction.Any =>
  client.createFunction(
    { id: "roll-up-usage", triggers: [{ cron: "7 * * * *" }], concurrency: { limit: 1 }, retries: 3 },
    async ({ step }) => {
      let after: string | null = FIRST_PERSON;
      for (let set = 1; after !== null; set++) {
        const start: string = after;
        after = await step.run(`set-${set}`, () =>
          rollUpLeftOver(jobContext(services, "roll-up-usage"), { after: start }),
        );
      }
    },
  );
