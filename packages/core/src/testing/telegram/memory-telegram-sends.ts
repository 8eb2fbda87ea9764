import type { Message } from "@procode/contracts";
import type { NewTelegramSend, TelegramDelivery } from "../../integration/telegram/telegram-repository.ts";
import { notFound } from "../../procode-error.ts";
import { key, type MemoryTransaction, type TelegramSendRow } from "../memory-tables.ts";

/** The queue of what goes to Telegram, as both sides of the memory store work with it. */
export function memoryTelegramSends({ tables, leaseNow, trace }: MemoryTransaction) {
  const rows = (): TelegramSendRow[] => [...tables.telegramSends.values()];
  const save = (row: TelegramSendRow) => tables.telegramSends.set(key(row.id), row);

  function settle(row: TelegramSendRow, end: Pick<TelegramSendRow, "state" | "reason">): TelegramSendRow {
    if (row.state !== "sending" && !(row.state === "queued" && ["failed", "cancelled"].includes(end.state))) {
      throw new Error(`A telegram send never goes from ${row.state} to ${end.state}.`);
    }
    const settled = { ...row, ...end, body: null, settledAt: leaseNow() };
    save(settled);
    return settled;
  }

  return {
    rows,
    save,
    settle,
    find: (id: number) => tables.telegramSends.get(key(id)),
    open: (botId: number, chatId: number) =>
      rows()
        .filter((row) => row.botId === botId && row.chatId === chatId && isOpen(row))
        .sort((a, b) => a.id - b.id),
    queue(userId: string | null, sends: NewTelegramSend[]): TelegramSendRow[] {
      if (sends.length > 0 && userId !== null && !tables.users.has(userId)) throw notFound("account");
      const fresh = sends.filter(
        ({ dedupeKey }, index) =>
          !rows().some((row) => row.dedupeKey === dedupeKey) &&
          sends.findIndex((send) => send.dedupeKey === dedupeKey) === index,
      );
      return fresh.map((send) => {
        const id = (tables.lastSequence.get("telegram-sends") ?? 0n) + 1n;
        tables.lastSequence.set("telegram-sends", id);
        const times = { queuedAt: leaseNow(), nextTryAt: leaseNow(), notAfter: send.notAfter?.getTime() ?? null };
        const isProactive = send.isProactive ?? false;
        const row = { ...send, ...NEW, ...times, id: Number(id), userId, isProactive, trace };
        save(row);
        return row;
      });
    },
    /** The answers of these rows of which nothing is open any more. */
    delivered(settled: TelegramSendRow[]): TelegramDelivery[] {
      const answers = settled.filter((row) => row.answer !== null && row.userId !== null);
      return [...Map.groupBy(answers, (row) => key(row.userId ?? "", row.answer?.messageId ?? "")).values()].flatMap(
        ([row]) => {
          const state = deliveryOf(rows(), row?.userId, row?.answer?.messageId)?.state;
          if (!row?.answer || !row.userId || !state || state === "sending") return [];
          return [{ userId: row.userId, ...row.answer, state }];
        },
      );
    },
  };
}

const isOpen = (row: TelegramSendRow): boolean => row.state === "queued" || row.state === "sending";

/** How an answer reached Telegram; null while nothing of it was queued. */
export function deliveryOf(
  sends: Iterable<TelegramSendRow>,
  userId: string | null | undefined,
  messageId: string | undefined,
): Message["delivery"] {
  const parts = [...sends].filter((row) => row.userId === userId && row.answer?.messageId === messageId);
  if (parts.length === 0) return null;
  if (parts.some(isOpen)) return { state: "sending", reason: null };
  const firstReason = (...states: TelegramSendRow["state"][]) =>
    parts.flatMap((row) => (states.includes(row.state) ? (row.reason ?? []) : [])).sort()[0];
  const failed = firstReason("failed", "cancelled");
  if (failed !== undefined) return { state: "failed", reason: failed };
  const uncertain = firstReason("uncertain");
  return uncertain === undefined ? { state: "sent", reason: null } : { state: "uncertain", reason: uncertain };
}

const NEW = {
  state: "queued",
  reason: null,
  attempts: 0,
  serverErrors: 0,
  telegramMessageId: null,
  settledAt: null,
} as const;
