import type { Inngest, InngestFunction } from "inngest";
import { jobContext, pruneJobs, type Services } from "@procode/core";

const MOST_BATCHES = 50;

/** Hourly: drops what the executor and the door for Inngest remember, when its time is over. */
export const pruneJobRows = (client: Inngest.Any, services: Services): InngestFunction.Any =>
  client.createFunction(
    { id: "prune-jobs", triggers: [{ cron: "29 * * * *" }], concurrency: { limit: 1 }, retries: 3 },
    async ({ step }) => {
      await step.run("prune", async () => {
        for (let batch = 0; batch < MOST_BATCHES; batch++) {
          if (!(await pruneJobs(jobContext(services, "prune-jobs")))) break;
        }
      });
    },
  );
