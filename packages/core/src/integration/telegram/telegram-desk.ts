import type { TelegramMessage } from "../../ports/telegram.ts";
import type {
  NewTelegramSend,
  StoredTelegramBot,
  StoredTelegramConnection,
  StoredTelegramLink,
  StoredTelegramPerson,
  TelegramChatRef,
} from "./telegram-repository.ts";

/** As it came in. `chatId` is null where the update belongs to no chat; `ignore` says why nothing is to be done. */
export type IncomingTelegramUpdate = {
  updateId: number;
  chatId: number | null;
  /** Telegram's name of what is inside: message, edited_message, callback_query… */
  kind: string;
  payload: unknown;
  ignore: string | null;
};
/** Who works for a chat: a write with an older fence changes nothing. */
export type TelegramOwner = TelegramChatRef & { workerId: string; fence: number };
export type WaitingTelegramUpdate = { updateId: number; kind: string; payload: unknown; attempts: number };
export type TelegramSend = {
  id: number;
  chatId: number;
  userId: string | null;
  answer: { conversationId: string; messageId: string } | null;
  part: number;
  parts: number;
  body: Omit<TelegramMessage, "chatId">;
  attempts: number;
};
/** What a chat's owner has to do next: sends first and in their order, then updates in theirs. */
export type TelegramWork =
  | { kind: "send"; send: TelegramSend }
  | { kind: "update"; update: WaitingTelegramUpdate }
  /** A send waits for its time, and all after it with it. */
  | { kind: "wait"; seconds: number }
  | { kind: "nothing" };
export type TelegramSendEnd =
  | { state: "sent"; telegramMessageId: number }
  | { state: "uncertain" | "failed"; reason: string }
  /** Nothing was taken: again after so many seconds of lease time. */
  | { state: "queued"; afterSeconds: number }
  /** Nothing was taken; from now on without entities. */
  | { state: "queued"; body: Omit<TelegramMessage, "chatId"> };
export type SettledTelegramSend = {
  /** Stands when this was the last open part of an answer: how the whole of it went. */
  delivered: {
    userId: string;
    conversationId: string;
    messageId: string;
    state: "sent" | "uncertain" | "failed";
  } | null;
};

/** Telegram for everybody: what comes in before it is known whose it is, and the one queue of what goes out. Times are the database's. */
export interface TelegramDesk {
  announce(bot: StoredTelegramBot): Promise<void>;
  /** Stores those not known yet, and their chats; returns how many those were. */
  receive(botId: number, updates: IncomingTelegramUpdate[]): Promise<number>;
  /** Takes chats with something due whose owner is nobody, or died. What a dead owner was sending becomes uncertain. */
  claimChats(input: { botId: number; workerId: string; limit: number }): Promise<TelegramOwner[]>;
  /** What is next; an update's attempts grow by one each time it is returned. Null when the chat is not this owner's any more. */
  nextWork(owner: TelegramOwner): Promise<TelegramWork | null>;
  /** Gives the chat up when there is nothing due; false when something is. */
  release(owner: TelegramOwner): Promise<boolean>;
  /** Ends an update and queues what it answers, all or nothing. False for a late owner. */
  finishUpdate(
    owner: TelegramOwner,
    end: {
      updateId: number;
      state: "done" | "ignored" | "failed";
      reason: string | null;
      userId: string | null;
      sends: NewTelegramSend[];
    },
  ): Promise<boolean>;
  /** `queued` -> `sending`, committed before the first byte. False for a late owner. */
  beginSend(owner: TelegramOwner, sendId: number): Promise<boolean>;
  /** Ends an attempt. Null for a late owner: the row says `uncertain` then and stays so. */
  settleSend(owner: TelegramOwner, sendId: number, end: TelegramSendEnd): Promise<SettledTelegramSend | null>;
  /** Nothing goes to this chat for so long. */
  hold(chat: TelegramChatRef, seconds: number): Promise<void>;
  /** The connection becomes `blocked`, what is queued for the chat is cancelled; the person's id when there is one. */
  block(chat: TelegramChatRef, reason: string): Promise<string | null>;
  findConnection(chat: TelegramChatRef): Promise<StoredTelegramConnection | null>;
  findLink(tokenHash: string): Promise<StoredTelegramLink | null>;
  /** `waiting` -> `opened`, once, while it lives by `now`. */
  openLink(
    link: { userId: string; id: string; now: Date },
    opened: { chatId: number; person: StoredTelegramPerson },
  ): Promise<boolean>;
  /** Drops done updates and settled sends older than this. */
  prune(olderThanSeconds: number): Promise<void>;
}
