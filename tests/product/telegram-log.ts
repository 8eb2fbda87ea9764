import type { TelegramEntry } from "@procode/sandbox";
import type { TelegramWorld } from "./open-telegram-world.ts";

export type Call = {
  seq: number;
  atMs: number;
  type: "accepted" | "refused";
  method: string;
  text: string;
  params: Record<string, unknown>;
};

/** The calls about a chat that Telegram took or refused, in order. */
export function callsTo({ telegram }: Pick<TelegramWorld, "telegram">, chatId: number, method?: string): Call[] {
  return telegram.log
    .entries()
    .filter(
      (entry): entry is typeof entry & TelegramEntry & { type: "accepted" | "refused" } =>
        entry.type === "accepted" || entry.type === "refused",
    )
    .filter((entry) => entry.chat_id === chatId && (method === undefined || entry.method === method))
    .map(({ seq, at, type, method: name, text, params }) => ({
      seq,
      atMs: Date.parse(at),
      type,
      method: name,
      text: text ?? "",
      params: { ...params },
    }));
}

/** The texts that stand in the chat through sendMessage, in order. */
export function takenBy(world: Pick<TelegramWorld, "telegram">, chatId: number): string[] {
  return callsTo(world, chatId, "sendMessage")
    .filter(({ type }) => type === "accepted")
    .map(({ text }) => text);
}
