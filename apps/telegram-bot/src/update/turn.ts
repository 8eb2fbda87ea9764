import type { Caller } from "@procode/api";
import type { Account } from "@procode/contracts";
import type {
  Context,
  NewTelegramSend,
  StoredTelegramConnection,
  StoredTelegramPerson,
  TelegramChatRef,
  TelegramDoor,
} from "@procode/core";
import type { Context as GrammyContext } from "grammy";
import type { Efforts } from "../chat/create-efforts.ts";
import type { Reply } from "../reply/reply.ts";
import type { Words } from "../words/words.ts";

/** The person whose chat it is, with the procedures that they may call. */
export type Linked = { userId: string; connection: StoredTelegramConnection; ctx: Context; caller: Caller };

/** One update on its way from what came in to what is said. Handlers say; they send nothing themselves. */
export type Turn = {
  /** PROCODE itself. */
  job: Context;
  door: TelegramDoor;
  efforts: Efforts;
  chat: TelegramChatRef;
  updateId: number;
  /** Who wrote, as Telegram names them. */
  person: StoredTelegramPerson;
  /** Whatever its state. */
  connection: StoredTelegramConnection | null;
  /** Null for a chat that is connected to nobody, or whose person blocked the bot. */
  linked: Linked | null;
  words: Words;
  accountOf(userId: string): Promise<Account>;
  /** Where a person makes a link: APP_URL/telegram. */
  page: string;
  /** Aborts when this process ends: what is not answered then stays for the next one. */
  signal: AbortSignal;
  said: ({ reply: Reply; answer: NewTelegramSend["answer"] } & Pick<NewTelegramSend, "untilConnected">)[];
  say(reply: Reply): void;
  /** Says that a link waits to be confirmed, unless it is by then. */
  ask(reply: Reply): void;
  /** Why nothing is to be said. */
  ignored: string | null;
};

export type BotContext = GrammyContext & { turn: Turn };
/** The same where somebody is connected. */
export type LinkedContext = GrammyContext & { turn: Turn & { linked: Linked } };
