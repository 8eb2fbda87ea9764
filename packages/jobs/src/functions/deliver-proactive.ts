import type { Inngest, InngestFunction } from "inngest";
import { claimProactive, jobContext, sendProactiveTo, type Services, settleProactive } from "@procode/core";

/** Messages in one step: a kill in its middle costs no more than the leases of these. */
const BATCH = 50;
const MOST_BATCHES = 40;
/** Written down in one step. In a minute more than Telegram takes of a bot, so that the ledger never falls behind. */
const SETTLED = 200;
const MOST_SETTLES = 12;
/** People at the same time, each with one connection to the mail server at most. */
const AT_ONCE = 10;

/**
 * Every minute: writes down how the messages on their way ended, then hands over those whose time has come. What is due
 * and not reached in this minute is claimed in the next one; each is claimed by one worker only.
 */
export const deliverProactive = (client: Inngest.Any, services: Services): InngestFunction.Any =>
  client.createFunction(
    { id: "deliver-proactive", triggers: [{ cron: "* * * * *" }], concurrency: { limit: 1 }, retries: 3 },
    async ({ step }) => {
      for (let settle = 1; settle <= MOST_SETTLES; settle++) {
        const { ended, expired, recovered } = await step.run(`settle-${settle}`, () =>
          settleProactive(jobContext(services, "deliver-proactive"), { limit: SETTLED }),
        );
        if (Math.max(ended, expired, recovered) < SETTLED) break;
      }
      for (let batch = 1; batch <= MOST_BATCHES; batch++) {
        if ((await step.run(`send-${batch}`, () => sendBatch(services))) === 0) break;
      }
    },
  );

/** How many were claimed. A person's go together; where a mail server is slow, few wait for it at a time. */
async function sendBatch(services: Services): Promise<number> {
  const ctx = jobContext(services, "deliver-proactive");
  const owners = await claimProactive(ctx, { limit: BATCH });
  const people = [...Map.groupBy(owners, ({ userId }) => userId)];
  const work = async () => {
    // The rest is another process's when the lease is over.
    for (let next = people.shift(); next && !ctx.worker.isLeaving; next = people.shift()) {
      const [userId, theirs] = next;
      await sendProactiveTo(ctx, { userId, owners: theirs });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return owners.length;
}
