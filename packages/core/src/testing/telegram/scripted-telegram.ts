import type { TelegramDoor, TelegramEffort, TelegramMessage, TelegramOutcome } from "../../ports/telegram.ts";

export interface ScriptedTelegram extends TelegramDoor {
  /** What the next sends end as; it says `sent` for a message that it takes. */
  script: (message: TelegramMessage) => TelegramOutcome | Promise<TelegramOutcome>;
  /** Every request to send, in order. */
  requests: TelegramMessage[];
  /** What stands in the chats: by a test's own script, too, when it calls this. Returns the outcome `sent`. */
  accept(message: TelegramMessage): TelegramOutcome;
  accepted: (TelegramMessage & { telegramMessageId: number })[];
  /** What `poll` returns from an offset on. */
  updates: { update_id: number }[];
}

/** Telegram by script: takes everything until a test says otherwise. */
export function createScriptedTelegram(): ScriptedTelegram {
  const done = async (): Promise<TelegramEffort> => ({ kind: "done" });
  const telegram: ScriptedTelegram = {
    script: (message) => telegram.accept(message),
    requests: [],
    accepted: [],
    updates: [],
    accept(message) {
      const telegramMessageId = telegram.accepted.length + 1;
      telegram.accepted.push({ ...message, telegramMessageId });
      return { kind: "sent", telegramMessageId };
    },
    identify: async () => ({ botId: 1, username: "procode_bot", name: "PROCODE" }),
    poll: async ({ offset }) => telegram.updates.filter((update) => update.update_id >= offset),
    async send(message) {
      telegram.requests.push(message);
      return telegram.script(message);
    },
    edit: async ({ telegramMessageId }) => ({ kind: "sent", telegramMessageId }),
    editButtons: async ({ telegramMessageId }) => ({ kind: "sent", telegramMessageId }),
    draft: done,
    typing: done,
    answerCallback: done,
    setCommands: async () => undefined,
    setWebhook: async () => undefined,
  };
  return telegram;
}
