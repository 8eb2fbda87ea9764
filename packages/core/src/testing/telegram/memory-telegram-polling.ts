import type { TelegramDesk, TelegramPoller } from "../../integration/telegram/telegram-desk.ts";
import { key, type MemoryTransaction } from "../memory-tables.ts";

export function memoryTelegramPolling({
  tables,
  leaseNow,
}: MemoryTransaction): Pick<TelegramDesk, "claimPolling" | "lockPolling" | "listPolled" | "releasePolling"> {
  const isAlive = (workerId: string) => (tables.workers.get(workerId) ?? 0) > leaseNow();
  const isPoller = ({ botId, workerId, fence }: TelegramPoller) => {
    const row = tables.telegramPollers.get(key(botId));
    return row?.workerId === workerId && row.fence === fence;
  };
  return {
    async claimPolling(botId, workerId) {
      const row = tables.telegramPollers.get(key(botId)) ?? { workerId: null, fence: 0 };
      if (row.workerId !== null && row.workerId !== workerId && isAlive(row.workerId)) return null;
      const fence = row.fence + 1;
      tables.telegramPollers.set(key(botId), { workerId, fence });
      return { botId, workerId, fence };
    },
    lockPolling: async (poller) => isPoller(poller),
    async listPolled() {
      return [...tables.telegramPollers]
        .filter(([, { workerId }]) => workerId !== null && isAlive(workerId))
        .map(([botId]) => Number(botId));
    },
    async releasePolling(poller) {
      if (isPoller(poller)) tables.telegramPollers.set(key(poller.botId), { workerId: null, fence: poller.fence });
    },
  };
}
