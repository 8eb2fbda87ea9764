import type { Inngest, InngestFunction } from "inngest";
import { jobContext, pruneTelegram, type Services } from "@procode/core";

/** Nightly: drops what came in and went out through Telegram, and links that nobody used, when their time is over. */
export const pruneTelegramRows = (client: Inngest.Any, services: Services): InngestFunction.Any =>
  client.createFunction(
    { id: "prune-telegram", triggers: [{ cron: "41 3 * * *" }], concurrency: { limit: 1 }, retries: 3 },
    async ({ step }) => {
      await step.run("prune", async () => {
        await pruneTelegram(jobContext(services, "prune-telegram"));
      });
    },
  );
