/** A mark in a text for Telegram. Offset and length count UTF-16 units. */
export type TelegramEntity = {
  type:
    | "bold"
    | "italic"
    | "underline"
    | "strikethrough"
    | "spoiler"
    | "code"
    | "pre"
    | "text_link"
    | "blockquote"
    | "expandable_blockquote";
  offset: number;
  length: number;
  url?: string;
  language?: string;
};
/** One message's words: at most 4,096 UTF-16 units. */
export type TelegramText = { text: string; entities: TelegramEntity[] };

/** A button under a message: it sends `data` (at most 64 bytes) back, or opens `url`. */
export type TelegramButton = { text: string; data: string } | { text: string; url: string };

export type TelegramMessage = TelegramText & {
  chatId: number;
  buttons?: TelegramButton[][] | undefined;
  /** The message there that this one answers; it is sent also when that one is gone. */
  replyTo?: number | undefined;
};

/** The bot itself. Ids of Telegram fit a double exactly. */
export type TelegramBot = { botId: number; username: string; name: string };

/** How a send ended. Only `not-written`, `hold` and `server-error` may be tried again: nothing was taken. */
export type TelegramOutcome =
  | { kind: "sent"; telegramMessageId: number }
  /** No byte of the request left this process. */
  | { kind: "not-written"; reason: string }
  /** 429: nothing may be sent before. */
  | { kind: "hold"; retryAfterSeconds: number }
  /** A 5xx in Telegram's own words: not taken. */
  | { kind: "server-error"; reason: string }
  /** 403: the person blocked the bot, or is gone. */
  | { kind: "blocked"; reason: string }
  /** 400: Telegram can not read the entities; the words alone may pass. */
  | { kind: "entities-refused"; reason: string }
  /** Any other 4xx: the same request never passes. */
  | { kind: "refused"; reason: string }
  /** Written, and no answer that can be believed: it may have been taken. */
  | { kind: "uncertain"; reason: string };

/** For what may be lost without harm: a draft, a typing mark. */
export type TelegramEffort = { kind: "done" } | { kind: "hold"; retryAfterSeconds: number } | { kind: "lost" };

/** Telegram's Bot API. Nothing here repeats a request by itself, and no error or log names the token. */
export interface TelegramDoor {
  /** Throws UNAVAILABLE provider-down, or UNAVAILABLE provider-key when the token is refused. */
  identify(): Promise<TelegramBot>;
  /**
   * Waits up to `waitSeconds` for updates from `offset` on, and confirms all before it. Updates are as Telegram sent
   * them. Throws CONFLICT when another process polls or a webhook stands, UNAVAILABLE otherwise; [] when aborted.
   */
  poll(input: { offset: number; waitSeconds: number; signal: AbortSignal }): Promise<{ update_id: number }[]>;
  send(message: TelegramMessage): Promise<TelegramOutcome>;
  /** Changes a message of the bot's own; an edit that changes nothing is `sent`. */
  edit(message: TelegramMessage & { telegramMessageId: number }): Promise<TelegramOutcome>;
  /** Changes the buttons under a message of the bot's own and leaves its words alone; one that changes nothing is `sent`. */
  editButtons(input: {
    chatId: number;
    telegramMessageId: number;
    buttons: TelegramButton[][];
  }): Promise<TelegramOutcome>;
  /** Shows `text` as being written. The same `draftId` (not 0) replaces what it showed; it fades after 30 s. */
  draft(input: TelegramText & { chatId: number; draftId: number }): Promise<TelegramEffort>;
  typing(chatId: number): Promise<TelegramEffort>;
  answerCallback(input: { callbackId: string; text?: string | undefined }): Promise<TelegramEffort>;
  /** The menu of commands; throws as `identify`. */
  setCommands(commands: { command: string; description: string }[], languageCode?: string): Promise<void>;
  /** Webhook mode on (`url`) or off (null); throws as `identify`. */
  setWebhook(webhook: { url: string; secret: string } | null): Promise<void>;
}
