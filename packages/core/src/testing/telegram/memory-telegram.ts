import type { StoredTelegramLink, TelegramRepository } from "../../integration/telegram/telegram-repository.ts";
import { notFound } from "../../procode-error.ts";
import { alreadyExists, key, type MemoryTransaction, type Tables } from "../memory-tables.ts";
import { memoryTelegramSends } from "./memory-telegram-sends.ts";

export function memoryTelegram(tx: MemoryTransaction, userId: string): TelegramRepository {
  const { tables } = tx;
  const sends = memoryTelegramSends(tx);
  const links = () => [...tables.telegramLinks.values()].filter((row) => row.userId === userId);
  const mustExist = () => {
    if (!tables.users.has(userId)) throw notFound("account");
  };
  return {
    async findBot(botId) {
      const bots = [...tables.telegramBots.values()]
        .filter((bot) => botId === undefined || bot.botId === botId)
        .sort((a, b) => b.seenAt - a.seenAt);
      const [newest] = bots;
      if (!newest) return null;
      const { seenAt: _, ...bot } = newest;
      return bot;
    },
    findConnection: async () => tables.telegramConnections.get(userId) ?? null,
    lockConnection: async () => tables.telegramConnections.get(userId) ?? null,
    async connect(connection) {
      mustExist();
      const { botId, chatId } = connection;
      const taken = [...tables.telegramConnections.values()].some(
        (row) => row.userId === userId || (row.botId === botId && row.chatId === chatId),
      );
      if (!taken) tables.telegramConnections.set(userId, { ...connection, userId, state: "active", reason: null });
      return !taken;
    },
    async updateConnection({ languageCode, ...change }) {
      const row = tables.telegramConnections.get(userId);
      const person = row && { ...row.person, ...(languageCode !== undefined && { languageCode }) };
      if (row && person) tables.telegramConnections.set(userId, { ...row, ...change, person });
      return row !== undefined;
    },
    async disconnect(reason) {
      const connection = tables.telegramConnections.get(userId);
      if (!connection) return null;
      tables.telegramConnections.delete(userId);
      const cancelled = sends
        .rows()
        .filter((row) => row.userId === userId && row.state === "queued")
        .filter((row) => row.botId === connection.botId && row.chatId === connection.chatId)
        .map((row) => sends.settle(row, { state: "cancelled", reason }));
      return { connection, delivered: sends.delivered(cancelled) };
    },
    async lockLink(linkId) {
      const row = tables.telegramLinks.get(key(userId, linkId));
      return row ? asLink(row) : null;
    },
    async findNewestLink() {
      const newest = links().sort((a, b) => (a.id < b.id ? 1 : -1))[0];
      return newest ? asLink(newest) : null;
    },
    async appendLink(link) {
      mustExist();
      const { id, tokenHash } = link;
      if ([...tables.telegramLinks.values()].some((row) => row.tokenHash === tokenHash)) throw alreadyExists();
      if (tables.telegramLinks.has(key(userId, id))) throw alreadyExists();
      for (const row of links()) {
        if (row.state === "waiting" || row.state === "opened") {
          tables.telegramLinks.set(key(userId, row.id), { ...row, state: "replaced" });
        }
      }
      const fresh = { state: "waiting", openedAt: null, chatId: null, openedBy: null } as const;
      tables.telegramLinks.set(key(userId, id), { ...link, ...fresh, userId });
    },
    async closeLink(linkId, state) {
      const row = tables.telegramLinks.get(key(userId, linkId));
      if (row) tables.telegramLinks.set(key(userId, linkId), { ...row, state });
    },
    async findAnswer({ botId, chatId, telegramMessageId }) {
      const sent = sends
        .rows()
        .find(
          (row) =>
            row.userId === userId &&
            row.botId === botId &&
            row.chatId === chatId &&
            row.telegramMessageId === telegramMessageId,
        );
      return sent?.answer ?? null;
    },
    async queue(messages) {
      sends.queue(userId, messages);
    },
  };
}

export function asLink({ tokenHash: _, ...link }: LinkRow): StoredTelegramLink {
  return link;
}

type LinkRow = Tables["telegramLinks"] extends Map<string, infer Row> ? Row : never;
