import { createHash } from "node:crypto";
import type { TelegramChatRef } from "@procode/core";

/** The client id of what an update sends: always the same for the same update, so that reading it twice sends once. */
export function clientIdOf({ botId }: Pick<TelegramChatRef, "botId">, updateId: number): string {
  return uuidOf(`telegram:${botId}:${updateId}`);
}

/** The client id of a message that somebody wrote, by its number in the chat, which its edits name too. */
export function clientIdOfMessage({ botId, chatId }: TelegramChatRef, messageId: number): string {
  return uuidOf(`telegram:${botId}:${chatId}:message:${messageId}`);
}

function uuidOf(name: string): string {
  const bytes = createHash("sha256").update(name).digest().subarray(0, 16);
  // The bits that make it a UUID: version 8 (made by the application's own rule), variant 1.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
