import type { Inngest, InngestFunction } from "inngest";
import { jobContext, planProactive as plan, type Services } from "@procode/core";
import { z } from "zod";

export const PROACTIVE_DUE = "procode/proactive.due";
const Due = z.object({ userId: z.uuid(), at: z.iso.datetime() });
/** Calls of a model at the same time; and so many begun in a second, by all processes. */
const AT_ONCE = 20;
const A_SECOND = 20;

/** For one person and hour: decides, with one call of a model at most, whether they are written to. */
export const planProactive = (client: Inngest.Any, services: Services): InngestFunction.Any =>
  client.createFunction(
    {
      id: "plan-proactive",
      triggers: [{ event: PROACTIVE_DUE }],
      concurrency: { limit: AT_ONCE },
      throttle: { limit: A_SECOND, period: "1s", burst: A_SECOND },
      retries: 3,
    },
    async ({ event, step }) => {
      const { userId, at } = Due.parse(event.data);
      const { outcome } = await step.run("plan", () =>
        plan(jobContext(services, "plan-proactive"), { userId, at: new Date(at) }),
      );
      return { outcome };
    },
  );
