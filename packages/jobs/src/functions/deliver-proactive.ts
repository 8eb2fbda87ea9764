import type { Inngest, InngestFunction } from "inngest";
import { claimProactive, jobContext, sendProactive, type Services, settleProactive } from "@procode/core";

/** Messages in one step: a kill in its middle costs no more than the leases of these. */
const BATCH = 50;
const MOST_BATCHES = 40;

/**
 * Every minute: writes down how the messages on their way ended, then hands over those whose time has come. What is due
 * and not reached in this minute is claimed in the next one; each is claimed by one worker only.
 */
export const deliverProactive = (client: Inngest.Any, services: Services): InngestFunction.Any =>
  client.createFunction(
    { id: "deliver-proactive", triggers: [{ cron: "* * * * *" }], concurrency: { limit: 1 }, retries: 3 },
    async ({ step }) => {
      await step.run("settle", () => settleProactive(jobContext(services, "deliver-proactive")));
      for (let batch = 1; batch <= MOST_BATCHES; batch++) {
        if ((await step.run(`send-${batch}`, () => sendBatch(services))) < BATCH) break;
      }
    },
  );

/** How many were claimed. */
async function sendBatch(services: Services): Promise<number> {
  const ctx = jobContext(services, "deliver-proactive");
  const owners = await claimProactive(ctx, { limit: BATCH });
  const ended = await Promise.allSettled(owners.map((owner) => sendProactive(ctx, owner)));
  // Its lease ends and it is claimed again; the others go on.
  for (const [index, one] of ended.entries())
    if (one.status === "rejected")
      ctx.log.warn("a proactive message could not be handed over", { messageId: owners[index]?.id, error: one.reason });
  return owners.length;
}
