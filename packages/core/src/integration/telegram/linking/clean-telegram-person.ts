import { plainText } from "@procode/contracts";
import type { StoredTelegramPerson } from "../telegram-repository.ts";

const NAME_MAX = 128;
// They turn the letters beside them round, by which a name could pose as another.
const TURNING = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
const USERNAME = /^\w{1,64}$/;

/** Who opened a link, as it may be stored and shown: one line, of bounded length, that reads as it is written. */
export function cleanTelegramPerson({ telegramUserId, username, name }: StoredTelegramPerson): StoredTelegramPerson {
  const line = plainText(name).replace(TURNING, "").replace(/\s+/g, " ").trim();
  return {
    telegramUserId,
    username: username !== null && USERNAME.test(username) ? username : null,
    name: line.slice(0, NAME_MAX).toWellFormed() || "Somebody without a name",
  };
}
