import type {
  NewTelegramSend,
  StoredTelegramBot,
  StoredTelegramConnection,
  StoredTelegramLink,
  StoredTelegramPerson,
  TelegramBody,
  TelegramChatRef,
  TelegramDelivery,
} from "./telegram-repository.ts";

/** As it came in. `chatId` is null where the update belongs to no chat; `ignore` says why nothing is to be done. */
export type IncomingTelegramUpdate = {
  updateId: number;
  chatId: number | null;
  /** Telegram's name of what is inside: message, edited_message, callback_query… */
  kind: string;
  payload: unknown;
  ignore: string | null;
  /** The trace that began with it; left out and null where nothing is traced. */
  trace?: string | null;
};
/** Who works for a chat: a write with an older fence changes nothing. */
export type TelegramOwner = TelegramChatRef & { workerId: string; fence: number };
/** Who asks Telegram for a bot's updates: with an older fence it stores nothing. */
export type TelegramPoller = { botId: number; workerId: string; fence: number };
export type WaitingTelegramUpdate = {
  updateId: number;
  kind: string;
  payload: unknown;
  attempts: number;
  trace?: string | null;
};
export type TelegramSend = {
  id: number;
  chatId: number;
  userId: string | null;
  answer: { conversationId: string; messageId: string } | null;
  part: number;
  parts: number;
  body: TelegramBody;
  /** How often it was begun before. */
  attempts: number;
  /** How often Telegram answered it with an error of its own. */
  serverErrors: number;
  /** Nobody asked for it. */
  isProactive: boolean;
  /** The trace that queued it. */
  trace?: string | null;
};
/**
 * `wait`: the chat, or the whole bot, has to be left alone for so long. `not-queued`: it was cancelled meanwhile, or is
 * worth nothing any more. `chatWasQuiet`: nothing was sent to the chat in the seconds before.
 */
export type TelegramSendBegin =
  | { kind: "begun"; chatWasQuiet: boolean }
  | { kind: "wait"; of: "chat" | "bot"; seconds: number }
  | { kind: "not-queued" }
  | { kind: "late" };
/** What a chat's owner has to do next: sends first and in their order, then updates in theirs. */
export type TelegramWork =
  | { kind: "send"; send: TelegramSend }
  | { kind: "update"; update: WaitingTelegramUpdate }
  /** A send waits for its time, and all after it with it. */
  | { kind: "wait"; seconds: number }
  | { kind: "nothing" };
export type TelegramUpdateEnd = {
  updateId: number;
  state: "done" | "ignored" | "failed";
  reason: string | null;
  /** Whose the sends are; null for a chat that is connected to nobody. */
  userId: string | null;
  sends: NewTelegramSend[];
};
export type TelegramSendEnd =
  | { state: "sent"; telegramMessageId: number }
  | { state: "uncertain" | "failed"; reason: string }
  /** Nothing was taken: again after so many seconds of lease time. */
  | { state: "queued"; afterSeconds: number; serverError: boolean }
  /** Nothing was taken; from now on with this body. */
  | { state: "queued"; body: TelegramBody };

/** Telegram for everybody: what comes in before it is known whose it is, and the one queue of what goes out. Times are the database's. */
export interface TelegramDesk {
  announce(bot: StoredTelegramBot): Promise<void>;
  /** Makes this worker the bot's poller when nobody is, or one that is not alive, or itself with an older fence; null otherwise. */
  claimPolling(botId: number, workerId: string): Promise<TelegramPoller | null>;
  /** False for a late poller. Otherwise nobody else becomes it before this transaction ends. */
  lockPolling(poller: TelegramPoller): Promise<boolean>;
  /** The bots for which a process that lives polls. */
  listPolled(): Promise<number[]>;
  /** The bot has no poller any more; a late one changes nothing. */
  releasePolling(poller: TelegramPoller): Promise<void>;
  /** Stores those not known yet, and the chats that they give work to; returns how many those were. One without a chat is ignored. */
  receive(botId: number, updates: IncomingTelegramUpdate[]): Promise<number>;
  /**
   * Takes chats with something open whose owner is nobody, died, or is this worker without its knowing: one outside of
   * `busy`, whose claim was committed while its answer was lost. The longest waiting come first. What an owner was
   * sending before becomes uncertain for `lostReason`. `replies` are chats with an update or a reply, `proactive` those
   * with a proactive message, of which none is given while the bot is held.
   */
  claimChats(input: {
    botId: number;
    workerId: string;
    /** Chats that this worker works for; left out: all of its own. */
    busy?: readonly number[] | undefined;
    /** Left out: whatever is open. */
    kind?: "replies" | "proactive" | undefined;
    limit: number;
    lostReason: string;
  }): Promise<{ owners: TelegramOwner[]; delivered: TelegramDelivery[] }>;
  /**
   * What is next; an update's attempts grow by one each time it is returned. For the one loop that works for a chat:
   * what still stands in `sending` was given up by it and becomes uncertain for `lostReason`. Null for a late owner.
   */
  nextWork(
    owner: TelegramOwner,
    lostReason: string,
  ): Promise<{ work: TelegramWork; delivered: TelegramDelivery[] } | null>;
  /** Gives the chat up when nothing is open; false when something is, and for a late owner. */
  release(owner: TelegramOwner): Promise<boolean>;
  /**
   * Ends an update and queues what it answers, all or nothing; one that ended before stays as it is. A send that
   * carries an answer to a chat that is not (or not actively) the person's any more is cancelled for `unlinkedReason`. Null for a late owner.
   */
  finishUpdate(
    owner: TelegramOwner,
    end: TelegramUpdateEnd & { unlinkedReason: string },
  ): Promise<{ delivered: TelegramDelivery[] } | null>;
  /**
   * `queued` -> `sending`, committed before the first byte, for one token of the bot and one of the chat (`TELEGRAM_PACE`).
   * A reply that finds none keeps proactive messages from taking the next ones.
   */
  beginSend(owner: TelegramOwner, sendId: number): Promise<TelegramSendBegin>;
  /** Ends an attempt; one that ended before stays as it is. Null for a late owner: the row says `uncertain` then and stays so. */
  settleSend(
    owner: TelegramOwner,
    sendId: number,
    end: TelegramSendEnd,
  ): Promise<{ delivered: TelegramDelivery[] } | null>;
  /** Nothing goes to this chat for so long; a longer hold stays. */
  hold(chat: TelegramChatRef, seconds: number): Promise<void>;
  /** Nothing goes to any chat of the bot for so long; a longer hold stays. */
  holdBot(botId: number, seconds: number): Promise<void>;
  /** Telegram put a message to this chat off for so long. True when one to another chat is put off as well. */
  noteRefusal(chat: TelegramChatRef, seconds: number): Promise<boolean>;
  /** For how long the chat, or its whole bot, is held; 0 when neither is. */
  heldSeconds(chat: TelegramChatRef): Promise<number>;
  /** The connection becomes `blocked`, what is queued for the chat is cancelled; `userId`: whose active connection it was. */
  block(chat: TelegramChatRef, reason: string): Promise<{ userId: string | null; delivered: TelegramDelivery[] }>;
  findConnection(chat: TelegramChatRef): Promise<StoredTelegramConnection | null>;
  /** Whether the chat is somebody's; where it is not, no link to it is confirmed before this transaction ends. */
  lockConnected(chat: TelegramChatRef): Promise<boolean>;
  /**
   * Ends what no process works for any more, the oldest first: what is worth nothing any more is `cancelled`, what was being sent
   * and stands for `lostSeconds` is `uncertain`, what stands in the queue for `goneSeconds` is `failed`.
   */
  endAbandoned(input: {
    limit: number;
    lostSeconds: number;
    goneSeconds: number;
    reasons: { over: string; lost: string; gone: string };
  }): Promise<{ ended: number; delivered: TelegramDelivery[] }>;
  findLink(tokenHash: string): Promise<StoredTelegramLink | null>;
  /** `waiting` -> `opened`, once, while it lives by `now`. */
  openLink(
    link: { userId: string; id: string; now: Date },
    opened: { chatId: number; person: StoredTelegramPerson },
  ): Promise<boolean>;
}
