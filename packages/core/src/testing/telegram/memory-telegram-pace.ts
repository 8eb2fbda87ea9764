import type { TelegramDesk } from "../../integration/telegram/telegram-desk.ts";
import {
  chatFullAfterAnswer,
  chatFullAfterBegin,
  isTokenFree,
  msUntilBotToken,
  msUntilChatToken,
  repliesFirstUntil,
  returnedToken,
  TELEGRAM_PACE,
  takenToken,
} from "../../integration/telegram/pace/telegram-pace.ts";
import type { TelegramChatRef } from "../../integration/telegram/telegram-repository.ts";
import { key, type MemoryTransaction, type TelegramChatRow, type TelegramLimitRow } from "../memory-tables.ts";

const NO_LIMITS: TelegramLimitRow = { holdUntil: 0, repliesUntil: 0, refusedChatId: null, refusedUntil: 0 };

/** How fast a bot of the memory store may write. */
export function memoryTelegramPace({ tables, leaseNow }: MemoryTransaction) {
  const limitsOf = (botId: number) => tables.telegramLimits.get(key(botId)) ?? NO_LIMITS;
  const setLimits = (botId: number, change: Partial<TelegramLimitRow>) =>
    tables.telegramLimits.set(key(botId), { ...limitsOf(botId), ...change });
  const saveChat = (row: TelegramChatRow) => tables.telegramChats.set(key(row.botId, row.chatId), row);
  const tokensOf = (botId: number) =>
    tables.telegramTokens.get(key(botId)) ??
    Array.from({ length: TELEGRAM_PACE.botTokens }, () => ({ sendId: null, takenAt: 0, backAt: 0 }));
  const until = (chat: TelegramChatRow) => Math.max(chat.holdUntil, limitsOf(chat.botId).holdUntil);

  const desk: Pick<TelegramDesk, "hold" | "holdBot" | "noteRefusal" | "heldSeconds"> = {
    async hold({ botId, chatId }, seconds) {
      const chat = tables.telegramChats.get(key(botId, chatId));
      if (chat) saveChat({ ...chat, holdUntil: Math.max(chat.holdUntil, leaseNow() + seconds * 1_000) });
    },
    async holdBot(botId, seconds) {
      setLimits(botId, { holdUntil: Math.max(limitsOf(botId).holdUntil, leaseNow() + seconds * 1_000) });
    },
    async noteRefusal({ botId, chatId }, seconds) {
      const { refusedChatId, refusedUntil } = limitsOf(botId);
      setLimits(botId, { refusedChatId: chatId, refusedUntil: leaseNow() + seconds * 1_000 });
      return refusedChatId !== null && refusedChatId !== chatId && refusedUntil > leaseNow();
    },
    async heldSeconds({ botId, chatId }) {
      const chat = tables.telegramChats.get(key(botId, chatId));
      return Math.max(0, (chat ? until(chat) : limitsOf(botId).holdUntil) - leaseNow()) / 1_000;
    },
  };

  return {
    desk,
    isHeld: (botId: number) => limitsOf(botId).holdUntil > leaseNow(),
    /** Milliseconds for which the chat is to be left alone by holds and by its own bucket. */
    chatWaitMs: (chat: TelegramChatRow) =>
      Math.max(0, until(chat) - leaseNow(), msUntilChatToken(chat.fullAt, leaseNow())),
    /** Takes a token of the bot; otherwise returns the milliseconds to wait for one. */
    takeToken(botId: number, send: { id: number; isProactive: boolean }): number {
      const [now, tokens] = [leaseNow(), tokensOf(botId)];
      const { isProactive, id } = send;
      const { holdUntil, repliesUntil } = limitsOf(botId);
      const untilToken = msUntilBotToken(tokens, now, { isProactive, repliesUntil });
      if (untilToken > 0 && !isProactive) setLimits(botId, { repliesUntil: repliesFirstUntil(now, untilToken) });
      const waitMs = Math.max(0, untilToken, holdUntil - now);
      if (waitMs > 0) return waitMs;
      const free = tokens.findIndex((token) => isTokenFree(token, now));
      tables.telegramTokens.set(key(botId), tokens.with(free, takenToken(id, now)));
      return 0;
    },
    spend(chat: TelegramChatRow): void {
      saveChat({ ...chat, fullAt: chatFullAfterBegin(chat.fullAt, leaseNow()) });
    },
    /** Telegram answered, whatever it said. */
    answered({ botId }: TelegramChatRef, chat: TelegramChatRow, sendId: number): void {
      const now = leaseNow();
      const tokens = tokensOf(botId).map((token) => (token.sendId === sendId ? returnedToken(token, now) : token));
      tables.telegramTokens.set(key(botId), tokens);
      saveChat({ ...chat, fullAt: chatFullAfterAnswer(chat.fullAt, now) });
    },
  };
}
