import type { Inngest, InngestFunction } from "inngest";
import {
  claimProactive,
  endAbandonedSends,
  jobContext,
  releaseProactive,
  sendProactiveTo,
  type Services,
  settleProactive,
} from "@procode/core";

/** Messages in one step: a kill in its middle costs no more than the leases of these. */
const BATCH = 50;
const MOST_BATCHES = 40;
/** Ends in one step, of each kind. */
const SETTLED = 200;
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
      // As many as there are: ends that wait for the next minute would heap up wherever more than one step's go out in a minute.
      for (let round = 1; round <= MOST_BATCHES; round++) {
        if ((await step.run(`settle-${round}`, () => settle(services))) < SETTLED) break;
      }
      for (let batch = 1; batch <= MOST_BATCHES; batch++) {
        if (!(await step.run(`send-${batch}`, () => sendBatch(services)))) break;
      }
    },
  );

/** The most that was written down of one kind. What no bot sends any more has its end first, so that it goes the next way at once. */
async function settle(services: Services): Promise<number> {
  const ctx = jobContext(services, "deliver-proactive");
  const abandoned = await endAbandonedSends(ctx, { limit: SETTLED });
  const settled = await settleProactive(ctx, { limit: SETTLED });
  return Math.max(abandoned, settled.ended, settled.expired, settled.recovered);
}

/**
 * Whether there may be more. A person's go together; where a mail server is slow, few wait for it at a time. A process that was
 * asked to end claims nothing and gives back what it did not begin: another one goes on with the next step.
 */
async function sendBatch(services: Services): Promise<boolean> {
  const ctx = jobContext(services, "deliver-proactive");
  if (ctx.worker.isLeaving) return true;
  const owners = await claimProactive(ctx, { limit: BATCH });
  const people = [...Map.groupBy(owners, ({ userId }) => userId)];
  const work = async () => {
    while (!ctx.worker.isLeaving) {
      const next = people.shift();
      if (!next) return;
      const [userId, theirs] = next;
      await sendProactiveTo(ctx, { userId, owners: theirs });
    }
    // At once, and not when the slowest letter under way is over.
    await releaseProactive(ctx, { owners: people.splice(0).flatMap(([, theirs]) => theirs) });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return owners.length > 0;
}
