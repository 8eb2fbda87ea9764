import type { Entry } from "../../log/entry-log.ts";
import type { Accepted, Arrived, ChatChanged, TelegramEntry } from "../log-entry.ts";
import type { Chat, Message } from "../wire/message.ts";
import { applyCall } from "./apply-call.ts";
import { type ChatRoom, privateChat, roomOf, type World } from "./world.ts";

/** Brings the world up to date with one entry; all entries from the first on rebuild it after a restart. */
export function applyEntry(world: World, entry: Entry<TelegramEntry>): void {
  const at = Date.parse(entry.at);
  switch (entry.type) {
    case "person":
      world.people.set(entry.person.id, entry.person);
      roomOf(world, privateChat(entry.person)).chat = privateChat(entry.person);
      return;
    case "chat":
      applyChatChange(world, entry);
      return;
    case "update":
      applyArrival(world, entry, at);
      return;
    case "accepted":
      applyAccepted(world, entry, at);
      return;
    case "confirmed": {
      const gone = new Set(entry.update_ids);
      world.pending = world.pending.filter(({ update_id }) => !gone.has(update_id));
      return;
    }
    case "file":
      world.files.set(entry.file_id, { file_path: entry.file_path, bytes: Buffer.from(entry.base64, "base64") });
      return;
    case "delivered":
    case "refused":
      return;
  }
}

function applyChatChange(world: World, { chat_id, change }: ChatChanged): void {
  const room = world.chats.get(chat_id);
  if (!room) return;
  room.isBlocked = change === "blocked";
  if (room.isBlocked) {
    room.draft = null;
    room.action = null;
  }
}

function applyArrival(world: World, { update, is_queued }: Arrived, at: number): void {
  world.lastUpdateId = Math.max(world.lastUpdateId, update.update_id);
  if (is_queued) world.pending.push(update);
  for (const key of ["message", "edited_message", "channel_post", "edited_channel_post"]) {
    const message = update[key];
    if (isMessage(message)) keepMessage(world, message);
  }
  const { callback_query: query } = update;
  if (isQuery(query)) {
    const room = world.chats.get(query.message.chat.id);
    room?.queries.set(query.id, { id: query.id, chat_id: query.message.chat.id, at });
  }
}

function applyAccepted(world: World, entry: Accepted, at: number): void {
  if (entry.message) {
    const room = keepMessage(world, entry.message);
    if (entry.method === "sendMessage") {
      room.draft = null;
      room.action = null;
    }
  }
  applyCall(world, entry, at);
}

function keepMessage(world: World, message: Message): ChatRoom {
  const room = roomOf(world, message.chat);
  if (message.chat.type !== "private" || message.from?.is_bot === false) room.isStarted = true;
  room.messages.set(message.message_id, message);
  world.lastMessageId = Math.max(world.lastMessageId, message.message_id);
  return room;
}

function isMessage(value: unknown): value is Message {
  return (
    isObject(value) && typeof value.message_id === "number" && isChat(value.chat) && typeof value.date === "number"
  );
}

function isChat(value: unknown): value is Chat {
  return isObject(value) && typeof value.id === "number" && typeof value.type === "string";
}

function isQuery(value: unknown): value is { id: string; message: Message } {
  return isObject(value) && typeof value.id === "string" && isMessage(value.message);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
