import type { TelegramMessage } from "../../ports/telegram.ts";

export type StoredTelegramBot = { botId: number; username: string; name: string; openUrl: string };
export type TelegramChatRef = { botId: number; chatId: number };
export type StoredTelegramPerson = {
  telegramUserId: number;
  username: string | null;
  name: string;
  /** Telegram's own name of the language that their app speaks ("pl", "pt-br"); left out where it is not known. */
  languageCode?: string | undefined;
};
/** What a queued message says. */
export type TelegramBody = Omit<TelegramMessage, "chatId"> & {
  /** Of a message that nobody asked for: the bot puts its buttons under it when it sends it, in the person's language. */
  proactiveId?: string;
};

export type StoredTelegramLink = {
  id: string;
  userId: string;
  botId: number;
  state: "waiting" | "opened" | "connected" | "refused" | "replaced";
  createdAt: Date;
  expiresAt: Date;
  openedAt: Date | null;
  chatId: number | null;
  openedBy: StoredTelegramPerson | null;
};
export type StoredTelegramConnection = TelegramChatRef & {
  userId: string;
  person: StoredTelegramPerson;
  state: "active" | "blocked";
  reason: string | null;
  conversationId: string | null;
  showReceipt: boolean;
  connectedAt: Date;
};
/** A message to be sent. `dedupeKey` makes queueing it twice harmless. */
export type NewTelegramSend = TelegramChatRef & {
  dedupeKey: string;
  /** The answer whose words it carries. */
  answer: { conversationId: string; messageId: string } | null;
  /** From 1 to `parts`. */
  part: number;
  parts: number;
  body: TelegramBody;
  /** Worth nothing later: from then on, by the database's time, it is not begun any more. */
  notAfter?: Date;
  /** Nobody asked for it: replies go first. */
  isProactive?: boolean;
  /** It asks for a link to be confirmed, so that it says nothing where somebody did so already. */
  untilConnected?: boolean;
};

/** An answer of which the last message was settled: how the whole of it went. */
export type TelegramDelivery = {
  userId: string;
  conversationId: string;
  messageId: string;
  state: "sent" | "uncertain" | "failed";
};

/** The person's own side of Telegram. */
export interface TelegramRepository {
  /** The bot with this id, or the one that told itself last; null while none ever ran. */
  findBot(botId?: number): Promise<StoredTelegramBot | null>;
  findConnection(): Promise<StoredTelegramConnection | null>;
  /** The same; nobody blocks or removes it before this transaction ends. */
  lockConnection(): Promise<StoredTelegramConnection | null>;
  /** False when that chat is connected to somebody, or the person to a chat. */
  connect(connection: Omit<StoredTelegramConnection, "userId" | "state" | "reason">): Promise<boolean>;
  updateConnection(change: {
    showReceipt?: boolean;
    conversationId?: string | null;
    languageCode?: string;
    state?: "active" | "blocked";
    reason?: string | null;
  }): Promise<boolean>;
  /** Removes it, and cancels what is queued for the person; null when there was none. */
  disconnect(reason: string): Promise<{ connection: StoredTelegramConnection; delivered: TelegramDelivery[] } | null>;
  /** Whatever its state; null when it is not the person's. Locked until the transaction ends. */
  lockLink(linkId: string): Promise<StoredTelegramLink | null>;
  /** The newest one. */
  findNewestLink(): Promise<StoredTelegramLink | null>;
  /** The one that stood before becomes `replaced`. */
  appendLink(link: { id: string; botId: number; tokenHash: string; createdAt: Date; expiresAt: Date }): Promise<void>;
  closeLink(linkId: string, state: "connected" | "refused"): Promise<void>;
  /** The answer that a message in this chat carries; null for one that carries none, was not sent for certain, or is older than 30 days. */
  findAnswer(message: TelegramChatRef & { telegramMessageId: number }): Promise<NewTelegramSend["answer"]>;
  /** After all that is queued. Those whose key is known are left out. */
  queue(sends: NewTelegramSend[]): Promise<void>;
}
