import { english } from "./english.ts";
import { polish } from "./polish.ts";
import type { Words } from "./words.ts";

/** The words for Telegram's own `language_code` ("pl", "pl-PL"); English for every other language. */
export function wordsFor(languageCode: string | undefined): Words {
  return languageCode?.split("-")[0]?.toLowerCase() === "pl" ? polish : english;
}
