import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { jobContext, readUpdate, receiveTelegramUpdates, type Services } from "@procode/core";
import { answerJson } from "./answer-json.ts";
import { readJsonBody, refusalStatus } from "./read-json-body.ts";

export const TELEGRAM_PATH = "/api/telegram/webhook";

// Telegram's largest updates, a photo with all its sizes and a long text, have some tens of thousands.
const MOST_BYTES = 1_000_000;

export type Webhook = { botId: number; secret: string };

/**
 * Takes what Telegram brings in webhook mode: stores it and says so at once; it is worked through from the table. Who
 * does not know the secret gets 401, and nothing of the body is read.
 */
export function createTelegramDoor(services: Services, { botId, secret }: Webhook) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // What was not read of a body must not be taken for the next request.
    response.setHeader("connection", "close");
    if (!isSame(request.headers["x-telegram-bot-api-secret-token"], secret)) {
      return answerJson(response, 401, { error: "This address is for Telegram alone." });
    }
    if (request.method !== "POST") return answerJson(response, 405, { error: "Telegram sends POST." });
    try {
      const update = readUpdate(await readJsonBody(request, MOST_BYTES));
      const ctx = jobContext(services, "telegram-webhook");
      if (update) await receiveTelegramUpdates(ctx, { botId, updates: [update] });
      else services.log.warn("Telegram sent something that is no update");
      response.removeHeader("connection");
      answerJson(response, 200, {});
    } catch (error) {
      // Whatever is not answered with 200, Telegram brings again.
      const status = refusalStatus(error);
      services.log.warn("an update of Telegram was not taken", { status, error });
      answerJson(response, status, { error: "The update was not stored." });
    }
  };
}

// By their hashes, so that neither length nor content shows in the time.
function isSame(given: string | string[] | undefined, secret: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(String(given ?? "")), hash(secret)) && given !== undefined;
}
