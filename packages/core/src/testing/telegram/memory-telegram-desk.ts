import type { TelegramDesk, TelegramOwner, TelegramWork } from "../../integration/telegram/telegram-desk.ts";
import { OVER_REASON } from "../../integration/telegram/delivery/over-reason.ts";
import type { TelegramChatRef } from "../../integration/telegram/telegram-repository.ts";
import {
  key,
  type MemoryTransaction,
  type TelegramChatRow,
  type TelegramSendRow,
  type TelegramUpdateRow,
} from "../memory-tables.ts";
import { asLink } from "./memory-telegram.ts";
import { memoryTelegramPace } from "./memory-telegram-pace.ts";
import { memoryTelegramPolling } from "./memory-telegram-polling.ts";
import { memoryTelegramSends } from "./memory-telegram-sends.ts";

export function memoryTelegramDesk(tx: MemoryTransaction): TelegramDesk {
  const { tables, leaseNow } = tx;
  const sends = memoryTelegramSends(tx);
  const pace = memoryTelegramPace(tx);
  const isOver = ({ notAfter }: TelegramSendRow) => notAfter !== null && notAfter <= leaseNow();
  const isAlive = (workerId: string) => (tables.workers.get(workerId) ?? 0) > leaseNow();
  const saveChat = (row: TelegramChatRow) => tables.telegramChats.set(key(row.botId, row.chatId), row);
  const saveUpdate = (row: TelegramUpdateRow) => tables.telegramUpdates.set(key(row.botId, row.updateId), row);
  const owned = ({ botId, chatId, workerId, fence }: TelegramOwner) => {
    const row = tables.telegramChats.get(key(botId, chatId));
    return row?.workerId === workerId && row.fence === fence ? row : null;
  };
  const received = ({ botId, chatId }: TelegramChatRef) =>
    [...tables.telegramUpdates.values()]
      .filter((row) => row.botId === botId && row.chatId === chatId && row.state === "received")
      .sort((a, b) => a.updateId - b.updateId);
  const hasWork = (chat: TelegramChatRef) =>
    received(chat).length > 0 || sends.open(chat.botId, chat.chatId).length > 0;
  const openSince = (chat: TelegramChatRef) =>
    Math.min(
      ...received(chat).map((row) => row.receivedAt),
      ...sends.open(chat.botId, chat.chatId).map((row) => row.queuedAt),
    );
  const lose = ({ botId, chatId }: TelegramChatRef, reason: string) =>
    sends.delivered(
      sends
        .open(botId, chatId)
        .filter((row) => row.state === "sending")
        .map((row) => sends.settle(row, { state: "uncertain", reason })),
    );
  const connectionOf = ({ botId, chatId }: TelegramChatRef) =>
    [...tables.telegramConnections.values()].find((row) => row.botId === botId && row.chatId === chatId) ?? null;

  function workOf(chat: TelegramChatRow): TelegramWork {
    const [first] = sends.open(chat.botId, chat.chatId);
    if (first?.body) {
      const seconds = Math.max(first.nextTryAt - leaseNow(), pace.chatWaitMs(chat)) / 1_000;
      if (seconds > 0) return { kind: "wait", seconds };
      const { id, chatId, userId, answer, part, parts, body, attempts, serverErrors, isProactive, trace } = first;
      const send = { id, chatId, userId, answer, part, parts, body, attempts, serverErrors, isProactive, trace };
      return { kind: "send", send };
    }
    const [update] = received(chat);
    if (!update) return { kind: "nothing" };
    const { updateId, kind, payload, trace } = update;
    const attempts = update.attempts + 1;
    saveUpdate({ ...update, attempts });
    return { kind: "update", update: { updateId, kind, payload, attempts, trace } };
  }

  return {
    async announce(bot) {
      tables.telegramBots.set(key(bot.botId), { ...bot, seenAt: leaseNow() });
    },
    ...memoryTelegramPolling(tx),
    async receive(botId, updates) {
      let count = 0;
      for (const { ignore, ...update } of updates) {
        if (tables.telegramUpdates.has(key(botId, update.updateId))) continue;
        count++;
        const { chatId } = update;
        const fresh = { ...update, trace: update.trace ?? null, botId, attempts: 0, receivedAt: leaseNow() };
        if (chatId === null || ignore !== null) {
          const ended = { payload: null, state: "ignored", reason: ignore, doneAt: leaseNow() } as const;
          saveUpdate({ ...fresh, ...ended });
          continue;
        }
        saveUpdate({ ...fresh, state: "received", reason: null, doneAt: null });
        if (!tables.telegramChats.has(key(botId, chatId))) {
          saveChat({ botId, chatId, workerId: null, fence: 0, holdUntil: 0, fullAt: 0 });
        }
      }
      return count;
    },
    async claimChats({ botId, workerId, busy, kind, limit, lostReason }) {
      if (kind === "proactive" && pace.isHeld(botId)) return { owners: [], delivered: [] };
      const isOfKind = (chat: TelegramChatRef) => {
        const isProactive = sends.open(chat.botId, chat.chatId).map((row) => row.isProactive);
        if (kind === "proactive") return isProactive.includes(true);
        return kind === undefined || isProactive.includes(false) || received(chat).length > 0;
      };
      const isFree = ({ workerId: owner, chatId }: { workerId: string | null; chatId: number }) =>
        owner === null || (owner === workerId ? busy !== undefined && !busy.includes(chatId) : !isAlive(owner));
      const claimed = [...tables.telegramChats.values()]
        .filter((row) => row.botId === botId && hasWork(row) && isOfKind(row))
        .filter(isFree)
        .sort((a, b) => openSince(a) - openSince(b) || a.chatId - b.chatId)
        .slice(0, limit)
        .map((row) => ({ ...row, workerId, fence: row.fence + 1 }));
      for (const row of claimed) saveChat(row);
      const owners = claimed.map(({ chatId, fence }) => ({ botId, chatId, workerId, fence }));
      return { owners, delivered: claimed.flatMap((row) => lose(row, lostReason)) };
    },
    async nextWork(owner, lostReason) {
      const chat = owned(owner);
      if (!chat) return null;
      const over = sends.open(chat.botId, chat.chatId).filter((row) => row.state === "queued" && isOver(row));
      const cancelled = over.map((row) => sends.settle(row, { state: "cancelled", reason: OVER_REASON }));
      const delivered = [...lose(chat, lostReason), ...sends.delivered(cancelled)];
      return { work: workOf(chat), delivered };
    },
    async release(owner) {
      const chat = owned(owner);
      if (!chat || hasWork(chat)) return false;
      saveChat({ ...chat, workerId: null });
      return true;
    },
    async finishUpdate(owner, { updateId, state, reason, userId, sends: answers, unlinkedReason }) {
      if (!owned(owner)) return null;
      const update = tables.telegramUpdates.get(key(owner.botId, updateId));
      if (update?.chatId !== owner.chatId || update.state !== "received") return { delivered: [] };
      saveUpdate({ ...update, state, reason, payload: null, doneAt: leaseNow() });
      const cancelled = sends
        .queue(userId, answers)
        .filter(
          (row) =>
            row.answer !== null && !(connectionOf(row)?.userId === userId && connectionOf(row)?.state === "active"),
        )
        .map((row) => sends.settle(row, { state: "cancelled", reason: unlinkedReason }));
      return { delivered: sends.delivered(cancelled) };
    },
    async beginSend(owner, sendId) {
      const chat = owned(owner);
      if (!chat) return { kind: "late" };
      const row = sends.find(sendId);
      if (row?.state !== "queued" || row.botId !== owner.botId || row.chatId !== owner.chatId || isOver(row))
        return { kind: "not-queued" };
      const chatMs = pace.chatWaitMs(chat);
      if (chatMs > 0) return { kind: "wait", of: "chat", seconds: chatMs / 1_000 };
      const botMs = pace.takeToken(owner.botId, row);
      if (botMs > 0) return { kind: "wait", of: "bot", seconds: botMs / 1_000 };
      sends.save({ ...row, state: "sending", attempts: row.attempts + 1 });
      pace.spend(chat);
      return { kind: "begun", chatWasQuiet: chat.fullAt <= leaseNow() };
    },
    async settleSend(owner, sendId, end) {
      const row = sends.find(sendId);
      const chat = owned(owner);
      if (!chat) return null;
      pace.answered(owner, chat, sendId);
      if (row?.state !== "sending" || row.botId !== owner.botId || row.chatId !== owner.chatId)
        return { delivered: [] };
      if (end.state !== "queued") {
        const reason = "reason" in end ? end.reason : null;
        const settled = sends.settle(row, { state: end.state, reason });
        if ("telegramMessageId" in end) sends.save({ ...settled, telegramMessageId: end.telegramMessageId });
        return { delivered: sends.delivered([settled]) };
      }
      const change =
        "body" in end
          ? { body: end.body }
          : {
              nextTryAt: leaseNow() + end.afterSeconds * 1_000,
              serverErrors: row.serverErrors + (end.serverError ? 1 : 0),
            };
      sends.save({ ...row, state: "queued", ...change });
      return { delivered: [] };
    },
    ...pace.desk,
    async block(chat, reason) {
      const connection = connectionOf(chat);
      const cancelled = sends
        .open(chat.botId, chat.chatId)
        .filter((row) => row.state === "queued")
        .map((row) => sends.settle(row, { state: "cancelled", reason }));
      const delivered = sends.delivered(cancelled);
      if (connection?.state !== "active") return { userId: null, delivered };
      tables.telegramConnections.set(connection.userId, { ...connection, state: "blocked", reason });
      return { userId: connection.userId, delivered };
    },
    findConnection: async (chat) => connectionOf(chat),
    lockConnected: async (chat) => connectionOf(chat) !== null,
    async endAbandoned({ limit, lostSeconds, goneSeconds, reasons }) {
      const standsFor = (row: TelegramSendRow, seconds: number) => row.queuedAt <= leaseNow() - seconds * 1_000;
      const isHeld = ({ botId, chatId }: TelegramChatRef) =>
        isAlive(tables.telegramChats.get(key(botId, chatId))?.workerId ?? "");
      const endOf = (row: TelegramSendRow) => {
        if (row.state === "sending")
          return standsFor(row, lostSeconds) ? ({ state: "uncertain", reason: reasons.lost } as const) : null;
        if (row.state !== "queued") return null;
        if (isOver(row)) return { state: "cancelled", reason: reasons.over } as const;
        return standsFor(row, goneSeconds) ? ({ state: "failed", reason: reasons.gone } as const) : null;
      };
      const ended = sends
        .rows()
        .sort((a, b) => a.id - b.id)
        .filter((row) => endOf(row) !== null && !isHeld(row))
        .slice(0, limit)
        .map((row) => sends.settle(row, endOf(row) ?? { state: "failed", reason: reasons.gone }));
      return { ended: ended.length, delivered: sends.delivered(ended) };
    },
    async findLink(tokenHash) {
      const row = [...tables.telegramLinks.values()].find((link) => link.tokenHash === tokenHash);
      return row ? asLink(row) : null;
    },
    async openLink({ userId, id, now }, { chatId, person }) {
      const row = tables.telegramLinks.get(key(userId, id));
      if (row?.state !== "waiting" || row.expiresAt <= now) return false;
      tables.telegramLinks.set(key(userId, id), { ...row, state: "opened", openedAt: now, chatId, openedBy: person });
      return true;
    },
  };
}
