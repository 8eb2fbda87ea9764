import { plainText } from "@procode/contracts";
import type { StoredTelegramPerson } from "../telegram-repository.ts";

const NAME_MAX = 128;
// They turn the letters beside them round, by which a name could pose as another.
const TURNING = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
// As IETF writes them: a language, then whatever narrows it.
const LANGUAGE = /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i;
const USERNAME = /^\w{1,64}$/;

/** Whether it looks like one of Telegram's own names of a language. */
export function isLanguageCode(code: string | undefined): code is string {
  return code !== undefined && LANGUAGE.test(code);
}

/** Who opened a link, as it may be stored and shown: one line, of bounded length, that reads as it is written. */
export function cleanTelegramPerson({
  telegramUserId,
  username,
  name,
  languageCode,
}: StoredTelegramPerson): StoredTelegramPerson {
  const line = plainText(name).replace(TURNING, "").replace(/\s+/g, " ").trim();
  return {
    telegramUserId,
    username: username !== null && USERNAME.test(username) ? username : null,
    name: line.slice(0, NAME_MAX).toWellFormed() || "Somebody without a name",
    ...(isLanguageCode(languageCode) && { languageCode }),
  };
}
