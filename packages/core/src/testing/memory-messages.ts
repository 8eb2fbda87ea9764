import type { Message } from "@procode/contracts";
import type { MessageRepository, PathMessage } from "../conversation/message-repository.ts";
import { decodeCursor, encodeCursor } from "../conversation/page-cursor.ts";
import { notFound } from "../procode-error.ts";
import { alreadyExists, key, type MemoryTransaction, type MessageRow } from "./memory-tables.ts";
import { deliveryOf } from "./telegram/memory-telegram-sends.ts";

export function memoryMessages({ tables }: MemoryTransaction, userId: string): MessageRepository {
  const asMessage = ({ userId: _, clientId: __, ...message }: MessageRow): Message => {
    const goesToTelegram = message.channel === "telegram" && message.role === "assistant";
    return {
      ...message,
      delivery: goesToTelegram ? deliveryOf(tables.telegramSends.values(), userId, message.id) : null,
    };
  };
  const find = (id: string) => tables.messages.get(key(userId, id));
  const mine = () => [...tables.messages.values()].filter((row) => row.userId === userId);
  const children = (parentId: string) =>
    mine()
      .filter((row) => row.parentId === parentId)
      .sort(oldestFirst);
  return {
    async findById(id) {
      const row = find(id);
      return row ? asMessage(row) : null;
    },
    async findByClientId(clientId) {
      const row = mine().find((message) => message.clientId === clientId);
      return row ? asMessage(row) : null;
    },
    async findByGeneration(generationId) {
      const row = find(tables.generations.get(key(userId, generationId))?.messageId ?? "");
      return row ? asMessage(row) : null;
    },
    listChildren: async (parentId) => children(parentId).map(asMessage),
    async findLastSaidAt() {
      const said = mine().filter(({ role }) => role === "user");
      return said.sort(oldestFirst).at(-1)?.createdAt ?? null;
    },
    async page({ conversationId, cursor, limit }) {
      const [before] = cursor === undefined ? [null] : decodeCursor(cursor, ["id"]);
      const rows = mine()
        .filter((row) => row.conversationId === conversationId && (before === null || row.id < before))
        .sort((a, b) => oldestFirst(b, a));
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        messages: page.map(asMessage),
        nextCursor: rows.length > limit && last ? encodeCursor([last.id]) : null,
      };
    },
    async listPath(leafId, limit) {
      const path: PathMessage[] = [];
      for (let row = find(leafId); row && path.length < limit; row = row.parentId ? find(row.parentId) : undefined) {
        path.unshift({ id: row.id, role: row.role, status: row.status, channel: row.channel, text: row.text });
      }
      return path;
    },
    async findNewestLeaf(messageId) {
      if (!find(messageId)) return null;
      const below = [messageId];
      for (const id of below) below.push(...children(id).map((row) => row.id));
      return below.sort().at(-1) ?? null;
    },
    async append({ at, ...message }) {
      const { id, conversationId, parentId, clientId } = message;
      if (!tables.conversations.has(key(userId, conversationId))) throw notFound("conversation");
      if (parentId !== null && find(parentId)?.conversationId !== conversationId) throw notFound("message");
      if (find(id) || (clientId !== null && mine().some((row) => row.clientId === clientId))) throw alreadyExists();
      tables.messages.set(key(userId, id), {
        ...{ ...message, userId, receipt: null, failure: null, delivery: null },
        createdAt: at,
      });
    },
  };
}

const oldestFirst = (a: MessageRow, b: MessageRow): number => (a.id < b.id ? -1 : 1);
