import type { Inngest, InngestFunction } from "inngest";
import { findRestedConversations, jobContext, type Services } from "@procode/core";
import { CONVERSATION_RESTED } from "./analyse-conversation.ts";

/** What is more waits five minutes longer. */
const MOST = 2_000;

/**
 * Every five minutes: begins a run for each conversation that rests and was not read. The name of an event is the conversation, when it came to rest
 * and the hour, so that a look repeated begins nothing twice, and what failed is tried again in the next hour.
 */
export const findRested = (client: Inngest.Any, services: Services): InngestFunction.Any =>
  client.createFunction(
    { id: "find-rested", triggers: [{ cron: "*/5 * * * *" }], concurrency: { limit: 1 }, retries: 3 },
    async ({ step }) => {
      const events = await step.run("find", async () => {
        const hour = services.clock.now().toISOString().slice(0, "2026-11-25T15".length);
        const rested = await findRestedConversations(jobContext(services, "find-rested"), { limit: MOST });
        return rested.map(({ userId, conversationId, dueAt }) => ({
          id: `rested:${conversationId}:${dueAt.getTime()}:${hour}`,
          name: CONVERSATION_RESTED,
          data: { userId, conversationId },
        }));
      });
      if (events.length > 0) await step.sendEvent("begin", events);
      return { found: events.length };
    },
  );
