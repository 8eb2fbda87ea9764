import type { FloodLimit } from "./create-fault-desk.ts";

export type FloodCounter = {
  /** False for a message that is one too many, or comes while its chat or the bot is put off. Milliseconds. */
  count(chatId: number | null, now: number): boolean;
};

/** Counts messages as they arrive: a window of one second for the bot, a bucket for each chat. */
export function createFloodCounter({ perBot, perChat, chatBurst = perChat, retryAfter = 1 }: FloodLimit): FloodCounter {
  let arrived: number[] = [];
  let botUntil = 0;
  const chats = new Map<number | null, { until: number; fullAt: number }>();

  return {
    count(chatId, now) {
      arrived = arrived.filter((at) => at > now - 1_000);
      const chat = chats.get(chatId) ?? { until: 0, fullAt: 0 };
      if (now < botUntil || now < chat.until) return false;
      const fullAt = Math.max(chat.fullAt, now) + 1_000 / perChat;
      if (fullAt - now > (chatBurst * 1_000) / perChat) {
        chats.set(chatId, { ...chat, until: now + retryAfter * 1_000 });
        return false;
      }
      if (arrived.length >= perBot) {
        botUntil = now + retryAfter * 1_000;
        return false;
      }
      arrived.push(now);
      chats.set(chatId, { ...chat, fullAt });
      return true;
    },
  };
}
