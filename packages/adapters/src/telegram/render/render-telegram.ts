import type { TelegramText } from "@procode/core";
import { renderMarkdown, renderPlain } from "./render-markdown.ts";
import { splitText } from "../split/split-text.ts";

/**
 * An answer as messages for Telegram, in order: at most 4,096 UTF-16 units and 100 entities each, nothing to escape.
 * The same answer always gives the same parts. [] for an answer without words.
 */
export function renderTelegram(markdown: string): TelegramText[] {
  return splitText(renderMarkdown(markdown));
}

/** The same for a text that is no Markdown, or whose marks Telegram would not take: its words as they are. */
export function plainParts(text: string): TelegramText[] {
  return splitText(renderPlain(text));
}
