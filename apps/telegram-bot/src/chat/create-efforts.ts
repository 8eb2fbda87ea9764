import {
  type Context,
  holdTelegramChat,
  type TelegramChatRef,
  type TelegramEffort,
  telegramHeldSeconds,
} from "@procode/core";

/** Calls that may be lost, kept from a chat for as long as Telegram told any process to leave it, or the bot, alone. */
export interface Efforts {
  /** Makes the call unless the chat is to be left alone; `hold` then, without a call. `lost` while nobody can tell. */
  attempt(chat: TelegramChatRef, call: () => Promise<TelegramEffort>): Promise<TelegramEffort>;
  /** Resolves when the chat may be called again, or the signal aborts. */
  untilAllowed(chat: TelegramChatRef, signal: AbortSignal): Promise<void>;
  /** Nothing goes to this chat for so long, from any process. */
  hold(chat: TelegramChatRef, seconds: number): Promise<void>;
}

/** So often somebody who waits looks again while the database is away. */
const AWAY_SECONDS = 1;

export function createEfforts(job: Context): Efforts {
  const { clock, log } = job;

  async function heldSeconds(chat: TelegramChatRef): Promise<number | null> {
    try {
      return await telegramHeldSeconds(job, chat);
    } catch (error) {
      log.warn("whether a chat is held could not be read; it is not called", { error });
      return null;
    }
  }

  return {
    async attempt(chat, call) {
      const held = await heldSeconds(chat);
      if (held === null) return { kind: "lost" };
      if (held > 0) return { kind: "hold", retryAfterSeconds: Math.ceil(held) };
      const effort = await call();
      if (effort.kind === "hold") await holdTelegramChat(job, chat, effort.retryAfterSeconds);
      return effort;
    },
    async untilAllowed(chat, signal) {
      while (!signal.aborted) {
        const held = (await heldSeconds(chat)) ?? AWAY_SECONDS;
        if (held <= 0) return;
        await clock.sleep(Math.ceil(held * 1_000), signal);
      }
    },
    hold: (chat, seconds) => holdTelegramChat(job, chat, seconds),
  };
}
