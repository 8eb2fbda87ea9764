import type { Inngest, InngestFunction } from "inngest";
import { findProactivePeople, jobContext, type ProactivePeople, type Services } from "@procode/core";
import { PROACTIVE_DUE } from "./plan-proactive.ts";

/**
 * Hourly, by sets of 500 people: begins a run for each who has something to be told in this hour. The name of an event is
 * the person and the hour, so that a set that is read twice begins nothing twice.
 */
export const findProactive = (client: Inngest.Any, services: Services): InngestFunction.Any =>
  client.createFunction(
    { id: "find-proactive", triggers: [{ cron: "0 * * * *" }], concurrency: { limit: 1 }, retries: 3 },
    async ({ step }) => {
      const at: string = await step.run("hour", () => services.clock.now().toISOString());
      let after: string | null = null;
      let found = 0;
      for (let set = 1; set === 1 || after !== null; set++) {
        const start: string | null = after;
        const people: ProactivePeople = await step.run(`set-${set}`, () =>
          findProactivePeople(jobContext(services, "find-proactive"), { at: new Date(at), after: start }),
        );
        const events = people.userIds.map((userId) => ({
          id: `proactive:${userId}:${at.slice(0, "2026-11-25T15".length)}`,
          name: PROACTIVE_DUE,
          data: { userId, at },
        }));
        if (events.length > 0) await step.sendEvent(`begin-${set}`, events);
        found += events.length;
        after = people.next;
      }
      return { found };
    },
  );
