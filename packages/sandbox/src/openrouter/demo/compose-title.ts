import type { ChatRequest } from "../chat-request.ts";
import { readPrompt } from "./read-prompt.ts";

const LONGEST_TITLE = 48;

/** Whether a system message asks to name the conversation instead of answering. */
export function isTitleRequest({ messages }: ChatRequest): boolean {
  return messages.some(
    ({ role, content }) => role === "system" && /\b(name|title) (for )?(this|the) conversation\b/i.test(content),
  );
}

/** The person's first words, cut at a word. */
export function composeTitle(request: ChatRequest): string {
  const { asked, question } = readPrompt(request);
  const words = (asked[0] ?? question)
    .replace(/[^\p{L}\p{N}\s'’-]/gu, " ")
    .trim()
    .split(/\s+/);
  let title = "";
  for (const word of words) {
    if (title.length + word.length >= LONGEST_TITLE) break;
    title += title === "" ? word.charAt(0).toUpperCase() + word.slice(1) : ` ${word}`;
  }
  return title || "New conversation";
}
