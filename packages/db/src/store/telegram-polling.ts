import type { TelegramDesk, TelegramPoller } from "@procode/core";
import { sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

export function prismaTelegramPolling(
  tx: Transaction,
): Pick<TelegramDesk, "claimPolling" | "lockPolling" | "listPolled" | "releasePolling"> {
  return {
    async claimPolling(botId, workerId) {
      const [poller] = await tx.rows<TelegramPoller>(sql`
        INSERT INTO telegram_pollers AS p (bot_id, worker_id, fence) VALUES (${botId}::bigint, ${workerId}, 1)
        ON CONFLICT (bot_id) DO UPDATE SET worker_id = excluded.worker_id, fence = p.fence + 1
        WHERE p.worker_id IS NULL OR p.worker_id = excluded.worker_id
          OR NOT EXISTS (SELECT FROM workers w WHERE w.id = p.worker_id AND w.lease_until > (SELECT procode_now()))
        RETURNING p.bot_id::float8 AS "botId", p.worker_id AS "workerId", p.fence`);
      return poller ?? null;
    },
    async lockPolling(poller) {
      return (await tx.count(sql`SELECT FROM telegram_pollers WHERE ${isPoller(poller)} FOR SHARE`)) > 0;
    },
    async listPolled() {
      const polled = await tx.rows<{ botId: number }>(sql`SELECT p.bot_id::float8 AS "botId"
        FROM telegram_pollers p JOIN workers w ON w.id = p.worker_id WHERE w.lease_until > (SELECT procode_now())`);
      return polled.map(({ botId }) => botId);
    },
    async releasePolling(poller) {
      await tx.count(sql`UPDATE telegram_pollers SET worker_id = NULL WHERE ${isPoller(poller)}`);
    },
  };
}

const isPoller = ({ botId, workerId, fence }: TelegramPoller) =>
  sql`bot_id = ${botId}::bigint AND worker_id = ${workerId} AND fence = ${fence}`;
