import { type Context, holdTelegramChat, type TelegramChatRef, type TelegramEffort } from "@procode/core";

/** Calls that may be lost, kept from a chat for as long as Telegram told us to leave it alone. */
export interface Efforts {
  /** Makes the call unless the chat is to be left alone; `hold` then, without a call. */
  attempt(chat: TelegramChatRef, call: () => Promise<TelegramEffort>): Promise<TelegramEffort>;
  /** Resolves when the chat may be called again, or the signal aborts. */
  untilAllowed(chat: TelegramChatRef, signal: AbortSignal): Promise<void>;
  /** Nothing goes to this chat for so long, from any process. */
  hold(chat: TelegramChatRef, seconds: number): Promise<void>;
}

export function createEfforts(job: Context): Efforts {
  const { clock } = job;
  const untilMs = new Map<number, number>();

  function heldMs({ chatId }: TelegramChatRef): number {
    const left = (untilMs.get(chatId) ?? 0) - clock.monotonicMs();
    if (left <= 0) untilMs.delete(chatId);
    return Math.max(0, left);
  }

  async function hold(chat: TelegramChatRef, seconds: number): Promise<void> {
    untilMs.set(chat.chatId, clock.monotonicMs() + seconds * 1_000);
    await holdTelegramChat(job, chat, seconds);
  }

  return {
    async attempt(chat, call) {
      const waitMs = heldMs(chat);
      if (waitMs > 0) return { kind: "hold", retryAfterSeconds: Math.ceil(waitMs / 1_000) };
      const effort = await call();
      if (effort.kind === "hold") await hold(chat, effort.retryAfterSeconds);
      return effort;
    },
    async untilAllowed(chat, signal) {
      for (let waitMs = heldMs(chat); waitMs > 0 && !signal.aborted; waitMs = heldMs(chat))
        await clock.sleep(waitMs, signal);
    },
    hold,
  };
}
