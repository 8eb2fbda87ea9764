import type { Message } from "@procode/contracts";
import type { TelegramText } from "@procode/core";
import { formatReceipt } from "./format-receipt.ts";
import type { Words } from "../words/words.ts";

/** Telegram's own limit for one message, in UTF-16 units. */
const LONGEST = 4_096;

type Finished = {
  message: Pick<Message, "text" | "status" | "failure" | "receipt">;
  /** The Markdown of the answer as messages of at most 4,096 units. */
  render(markdown: string): TelegramText[];
  words: Words;
  /** Null: the person does not want to see model and cost. */
  modelName: string | null;
};

/** A finished answer as Telegram shows it: its parts, why it is not whole, and model and cost as a small last line. */
export function composeAnswer({ message, render, words, modelName }: Finished): TelegramText[] {
  const parts = message.text.trim() === "" ? [] : render(message.text);
  const lines = [noteOf(message, words, parts.length > 0)];
  if (modelName !== null && message.receipt) lines.push(formatReceipt(modelName, message.receipt, words));
  for (const line of lines) if (line) addLine(parts, line);
  return parts;
}

function noteOf({ status, failure }: Finished["message"], words: Words, hasText: boolean): string | null {
  if (status === "stopped") return hasText ? words.stoppedHere : words.stopped;
  if (status === "complete") return hasText ? null : words.emptyAnswer;
  const reason = [
    (failure && words.reasons[failure.reason]) ?? words.anyReason,
    ...(failure?.retryAfterSeconds ? [words.tryIn(failure.retryAfterSeconds)] : []),
  ].join(" ");
  return hasText ? words.brokeOff(reason) : words.noAnswer(reason);
}

/** In italics under the last part, or as a part of its own where that one is full. */
function addLine(parts: TelegramText[], line: string): void {
  const last = parts.at(-1);
  const offset = last ? last.text.length + 2 : 0;
  if (!last || offset + line.length > LONGEST) {
    parts.push({ text: line, entities: [{ type: "italic", offset: 0, length: line.length }] });
    return;
  }
  parts[parts.length - 1] = {
    text: `${last.text}\n\n${line}`,
    entities: [...last.entities, { type: "italic", offset, length: line.length }],
  };
}
