import type { Inngest, InngestFunction } from "inngest";
import { analyseConversation as analyse, jobContext, type Services } from "@procode/core";
import { z } from "zod";

export const CONVERSATION_RESTED = "procode/conversation.rested";
const Rested = z.object({ userId: z.uuid(), conversationId: z.uuid() });
/** Calls of a model at the same time; and so many begun in a second, by all processes. */
const AT_ONCE = 10;
const A_SECOND = 10;

/** After a conversation: reads it for what is open in it, with one call of a model at most. */
export const analyseConversation = (client: Inngest.Any, services: Services): InngestFunction.Any =>
  client.createFunction(
    {
      id: "analyse-conversation",
      triggers: [{ event: CONVERSATION_RESTED }],
      concurrency: { limit: AT_ONCE },
      throttle: { limit: A_SECOND, period: "1s", burst: A_SECOND },
      retries: 3,
    },
    async ({ event, step }) => {
      const about = Rested.parse(event.data);
      return step.run("analyse", () => analyse(jobContext(services, "analyse-conversation"), about));
    },
  );
