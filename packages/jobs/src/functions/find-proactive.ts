import type { Inngest, InngestFunction } from "inngest";
import { findProactivePeople, jobContext, type ProactivePeople, type Services } from "@procode/core";
import { z } from "zod";
import { PROACTIVE_DUE } from "./plan-proactive.ts";

const PROACTIVE_MORE = "procode/proactive.more";
/** Where a run goes on that another one left off. */
const More = z.object({ at: z.iso.datetime(), after: z.uuid() });
/** People read and weighed at a time. */
const SET = 1_000;
/** What a run did is read again with each of its steps, so that a longer one would take ever longer for each. */
const MOST_SETS = 10;

/**
 * Hourly, by sets of a thousand people: begins a run for each about whom a model is to be asked in this hour. A run looks at ten sets
 * and leaves the others to the next one. The name of an event is the person and the hour, so that a set that is read twice begins nothing twice.
 */
export const findProactive = (client: Inngest.Any, services: Services): InngestFunction.Any =>
  client.createFunction(
    {
      id: "find-proactive",
      triggers: [{ cron: "0 * * * *" }, { event: PROACTIVE_MORE }],
      concurrency: { limit: 1 },
      retries: 3,
    },
    async ({ event, step }) => {
      const more = More.safeParse(event.data);
      const at: string = more.data?.at ?? (await step.run("hour", () => services.clock.now().toISOString()));
      const hour = at.slice(0, "2026-11-25T15".length);
      let after: string | null = more.data?.after ?? null;
      let found = 0;
      for (let set = 1; set <= MOST_SETS; set++) {
        const start: string | null = after;
        const people: ProactivePeople = await step.run(`set-${set}`, () =>
          findProactivePeople(jobContext(services, "find-proactive"), { at: new Date(at), after: start, limit: SET }),
        );
        const events = people.userIds.map((userId) => ({
          id: `proactive:${userId}:${hour}`,
          name: PROACTIVE_DUE,
          data: { userId, at },
        }));
        if (events.length > 0) await step.sendEvent(`begin-${set}`, events);
        found += events.length;
        after = people.next;
        if (after === null) return { found };
      }
      const rest = { id: `proactive-more:${after}:${hour}`, name: PROACTIVE_MORE, data: { at, after } };
      await step.sendEvent("more", [rest]);
      return { found };
    },
  );
