import type { TelegramButton } from "@procode/core";
import type { Words } from "../words/words.ts";
import { type Reply, say } from "./reply.ts";

/** How a chat becomes somebody's: in words always, as a button too where Telegram takes the address. */
export function linkGuide(words: Words, page: string): Reply {
  return say(words.notConnected(page), pageButton(words, page));
}

export function pageButton(words: Words, page: string): TelegramButton[][] | undefined {
  return isPublic(page) ? [[{ text: words.openPage, url: page }]] : undefined;
}

// Telegram refuses buttons to hosts without a dot; one to the reader's own machine would lead nowhere on a phone.
function isPublic(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname.includes(".") && !/^(127\.|0\.)/.test(hostname) && !hostname.endsWith(".localhost");
}
