import type { Chat, Entity, Message } from "../wire/message.ts";
import type { Update } from "../wire/update.ts";

export type Person = { id: number; firstName: string; username?: string; languageCode?: string };

export type Draft = {
  draft_id: number;
  text: string;
  entities: Entity[];
  can_stop: boolean;
  keep_on_stop: boolean;
  /** Milliseconds since 1970 of the last change. */
  at: number;
};

export type Query = {
  id: string;
  chat_id: number;
  /** Milliseconds since 1970 of the press. */
  at: number;
  answer?: { text?: string; show_alert: boolean; at: number };
};

export type ChatRoom = {
  chat: Chat;
  /** Whether the person pressed Start (in a group: whether anything came from it). */
  isStarted: boolean;
  isBlocked: boolean;
  messages: Map<number, Message>;
  draft: Draft | null;
  action: { action: string; at: number } | null;
  queries: Map<string, Query>;
};

export type Webhook = {
  url: string;
  secret_token?: string;
  max_connections: number;
};

export type BotCommand = { command: string; description: string };

/** Everything that the log says, as it stands now. It changes by log entries only. */
export type World = {
  people: Map<number, Person>;
  chats: Map<number, ChatRoom>;
  /** Updates that wait for their confirmation, oldest first. */
  pending: Update[];
  lastUpdateId: number;
  lastMessageId: number;
  allowedUpdates: string[] | null;
  webhook: Webhook | null;
  /** By scope and language. */
  commands: Map<string, BotCommand[]>;
  files: Map<string, { file_path: string; bytes: Buffer }>;
};

/** `firstUpdateId` is one less than the number of the first update. */
export function createWorld(firstUpdateId: number): World {
  return {
    people: new Map(),
    chats: new Map(),
    pending: [],
    lastUpdateId: firstUpdateId,
    lastMessageId: 0,
    allowedUpdates: null,
    webhook: null,
    commands: new Map(),
    files: new Map(),
  };
}

export function roomOf(world: World, chat: Chat): ChatRoom {
  const known = world.chats.get(chat.id);
  if (known) return known;
  const room: ChatRoom = {
    chat,
    isStarted: false,
    isBlocked: false,
    messages: new Map(),
    draft: null,
    action: null,
    queries: new Map(),
  };
  world.chats.set(chat.id, room);
  return room;
}

/** The private chat of a person, as the bot sees it. */
export function privateChat({ id, firstName, username }: Person): Chat {
  return { id, type: "private", first_name: firstName, ...(username !== undefined && { username }) };
}
