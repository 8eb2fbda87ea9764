import type { Conversation } from "@procode/contracts";
import type { ConversationRepository } from "../conversation/conversation-repository.ts";
import { decodeCursor, encodeCursor } from "../conversation/page-cursor.ts";
import { notFound } from "../procode-error.ts";
import { alreadyExists, type ConversationRow, key, type MemoryTransaction } from "./memory-tables.ts";

export function memoryConversations({ tables }: MemoryTransaction, userId: string): ConversationRepository {
  const find = async (id: string): Promise<Conversation | null> => {
    const row = tables.conversations.get(key(userId, id));
    return row ? withoutUser(row) : null;
  };
  return {
    findById: find,
    // One transaction at a time.
    lock: find,
    async findNewest() {
      const [newest] = [...tables.conversations.values()]
        .filter((row) => row.userId === userId && row.removedAt === null && row.archivedAt === null)
        .sort((a, b) => compare([0, b.activeAt.getTime(), b.id], [0, a.activeAt.getTime(), a.id]));
      return newest ? withoutUser(newest) : null;
    },
    async findLastWritten() {
      const written = [...tables.messages.values()]
        .filter((row) => row.userId === userId && row.role === "user")
        .sort((a, b) => (a.id < b.id ? 1 : -1))
        .map(({ conversationId }) => tables.conversations.get(key(userId, conversationId)));
      const last = written.find((row) => row && row.removedAt === null && row.archivedAt === null);
      return last ? withoutUser(last) : null;
    },
    async list({ archived, query, cursor, limit }) {
      const words = (query ?? "").toLowerCase().split(/\s+/).filter(Boolean);
      const after = cursor === undefined ? null : decodeCursor(cursor, ["flag", "time", "id"]);
      const rows = [...tables.conversations.values()]
        .filter((row) => row.userId === userId && row.removedAt === null && (row.archivedAt !== null) === archived)
        .filter((row) => words.every((word) => row.title.toLowerCase().includes(word)))
        .sort((a, b) => compare(place(b), place(a)))
        .filter((row) => after === null || compare(place(row), after) < 0);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        conversations: page.map(withoutUser),
        nextCursor: rows.length > limit && last ? encodeCursor(place(last)) : null,
      };
    },
    async append({ id, title, model, channel, at }) {
      if (!tables.users.has(userId)) throw notFound("account");
      if (tables.conversations.has(key(userId, id))) throw alreadyExists();
      const conversation: Conversation = {
        id,
        title,
        titledBy: "auto",
        model,
        activeLeafId: null,
        channels: [channel],
        costUsd: "0",
        pinnedAt: null,
        archivedAt: null,
        removedAt: null,
        createdAt: at,
        activeAt: at,
      };
      tables.conversations.set(key(userId, id), { ...conversation, userId });
      return conversation;
    },
    async update(id, { channel, ...change }) {
      const row = tables.conversations.get(key(userId, id));
      if (!row) return false;
      const channels = channel && !row.channels.includes(channel) ? [...row.channels, channel] : row.channels;
      tables.conversations.set(key(userId, id), { ...row, ...change, channels });
      return true;
    },
  };
}

type Place = readonly [pinned: number, activeAt: number, id: string];

const place = (row: ConversationRow): Place => [row.pinnedAt === null ? 0 : 1, row.activeAt.getTime(), row.id];

function compare(a: Place, b: Place): number {
  return a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0);
}

function withoutUser({ userId: _, ...conversation }: ConversationRow): Conversation {
  return conversation;
}
