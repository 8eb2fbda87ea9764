import { badRequest, TelegramError, tooManyRequests } from "../wire/telegram-error.ts";
import type { Fault } from "./fault.ts";

export const BLOCKED = "Forbidden: bot was blocked by the user";
export const QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid";

/** The error with which this fault refuses a call; null when it refuses none. */
export function refusalOf({ refuse, retryAfter = 1 }: Fault): TelegramError | null {
  switch (refuse) {
    case "blocked":
      return new TelegramError(403, BLOCKED);
    case "flood":
      return tooManyRequests(retryAfter);
    case "server-error":
      return new TelegramError(500, "Internal Server Error");
    case "bad-entities":
      return badRequest("can't parse entities: Can't find end of the entity starting at byte offset 7");
    case "old-query":
      return badRequest(QUERY_TOO_OLD);
    case undefined:
      return null;
  }
}
