import { OVER_REASON } from "@procode/core";
import type {
  IncomingTelegramUpdate,
  StoredTelegramConnection,
  StoredTelegramLink,
  TelegramDesk,
  TelegramOwner,
  TelegramSend,
  TelegramSendEnd,
  TelegramWork,
  WaitingTelegramUpdate,
} from "@procode/core";
import { sql } from "./sql.ts";
import { CHAT_WAIT, prismaTelegramPace, returnTokens, spendChatToken, takeBotToken } from "./telegram-pace.ts";
import { prismaTelegramPolling } from "./telegram-polling.ts";
import { connectionWhere, linkWhere, openedBy } from "./telegram.ts";
import { type CarriedAnswer, listDelivered, queueSends } from "./telegram-sends.ts";
import type { Transaction } from "./transaction.ts";

const CARRIED = sql`s.user_id AS "userId", s.message_id AS "messageId"`;
const SEND_COLUMNS = sql`s.id::float8 AS id, s.chat_id::float8 AS "chatId", s.user_id AS "userId",
  CASE WHEN s.message_id IS NOT NULL THEN json_build_object('conversationId', s.conversation_id, 'messageId', s.message_id) END AS answer,
  s.part, s.parts, s.body, s.attempts, s.server_errors AS "serverErrors", s.is_proactive AS "isProactive", s.trace`;
/** More than all processes work for at once: of those at the head some may be theirs. */
const PROACTIVE_LOOKED_AT = 1_000;

export function prismaTelegramDesk(tx: Transaction): TelegramDesk {
  return {
    async announce({ botId, username, name, openUrl }) {
      await tx.count(sql`INSERT INTO telegram_bots (bot_id, username, name, open_url, seen_at)
        VALUES (${botId}::bigint, ${username}, ${name}, ${openUrl}, procode_now())
        ON CONFLICT (bot_id) DO UPDATE SET username = excluded.username, name = excluded.name, open_url = excluded.open_url, seen_at = excluded.seen_at`);
    },
    ...prismaTelegramPolling(tx),
    ...prismaTelegramPace(tx),
    async receive(botId, updates) {
      if (updates.length === 0) return 0;
      const column = <Value>(pick: (update: IncomingTelegramUpdate) => Value) => updates.map(pick);
      // In the order of their keys, so that two processes that store the same updates never wait for each other in a ring.
      return tx.count(sql`
        WITH incoming AS (
          SELECT DISTINCT ON (update_id) *, ignore IS NOT NULL OR chat_id IS NULL AS ignored
          FROM unnest(${column((update) => update.updateId)}::bigint[], ${column((update) => update.chatId)}::bigint[],
            ${column((update) => update.kind)}::text[], ${column((update) => JSON.stringify(update.payload ?? null))}::text[],
            ${column((update) => update.ignore)}::text[], ${column((update) => update.trace ?? null)}::text[])
            AS incoming (update_id, chat_id, kind, payload, ignore, trace)
          ORDER BY update_id
        ), chats AS (
          INSERT INTO telegram_chats (bot_id, chat_id)
          SELECT DISTINCT ${botId}::bigint, chat_id FROM incoming WHERE NOT ignored ORDER BY chat_id ON CONFLICT DO NOTHING
        )
        INSERT INTO telegram_updates (bot_id, update_id, chat_id, kind, payload, state, reason, received_at, done_at, trace)
        SELECT ${botId}::bigint, update_id, chat_id, kind, CASE WHEN NOT ignored THEN payload::jsonb END,
          CASE WHEN ignored THEN 'ignored' ELSE 'received' END, ignore, procode_now(), CASE WHEN ignored THEN procode_now() END, trace
        FROM incoming ORDER BY update_id ON CONFLICT DO NOTHING`);
    },
    async claimChats({ botId, workerId, busy, kind, limit, lostReason }) {
      const owners = await tx.rows<TelegramOwner>(sql`
        WITH open AS (SELECT chat_id, min(since) AS since FROM (${openWork(botId, kind)}) work GROUP BY chat_id), free AS (
          SELECT c.bot_id, c.chat_id FROM open JOIN telegram_chats c ON c.bot_id = ${botId}::bigint AND c.chat_id = open.chat_id
          WHERE c.worker_id IS NULL OR (c.worker_id = ${workerId} AND c.chat_id <> ALL (${busy ? [...busy] : null}::bigint[])) OR (c.worker_id <> ${workerId}
            AND NOT EXISTS (SELECT FROM workers w WHERE w.id = c.worker_id AND w.lease_until > (SELECT procode_now())))
          ORDER BY open.since, c.chat_id LIMIT ${limit} FOR UPDATE OF c SKIP LOCKED
        )
        UPDATE telegram_chats c SET worker_id = ${workerId}, fence = c.fence + 1
        FROM free WHERE c.bot_id = free.bot_id AND c.chat_id = free.chat_id
        RETURNING c.bot_id::float8 AS "botId", c.chat_id::float8 AS "chatId", c.worker_id AS "workerId", c.fence`);
      return { owners, delivered: await loseSends(tx, owners, lostReason) };
    },
    async nextWork(owner, lostReason) {
      // The lock holds off a change of owner until what is handed out here is marked as such.
      const [chat] = await tx.rows<
        TelegramSend & { id: number | null; waitSeconds: number; isSending: boolean; isOver: boolean }
      >(sql`
        SELECT ${SEND_COLUMNS}, greatest(extract(epoch FROM s.next_try_at - procode_now())::float8, ${CHAT_WAIT}) AS "waitSeconds",
          coalesce(s.not_after <= procode_now(), false) AS "isOver",
          EXISTS (SELECT FROM telegram_sends lost WHERE lost.bot_id = c.bot_id AND lost.chat_id = c.chat_id AND lost.state = 'sending') AS "isSending"
        FROM telegram_chats c LEFT JOIN telegram_limits l ON l.bot_id = c.bot_id LEFT JOIN LATERAL (
          SELECT * FROM telegram_sends next WHERE next.bot_id = c.bot_id AND next.chat_id = c.chat_id AND next.state = 'queued' ORDER BY next.id LIMIT 1
        ) s ON true
        WHERE ${isOwner(owner)} FOR SHARE OF c`);
      if (!chat) return null;
      const { waitSeconds, isSending, isOver, ...send } = chat;
      const delivered = isSending ? await loseSends(tx, [owner], lostReason) : [];
      if (isOver) {
        delivered.push(...(await cancelOver(tx, owner)));
        const next = await this.nextWork(owner, lostReason);
        return next && { ...next, delivered: [...delivered, ...next.delivered] };
      }
      if (send.id !== null) {
        const work: TelegramWork = waitSeconds > 0 ? { kind: "wait", seconds: waitSeconds } : { kind: "send", send };
        return { work, delivered };
      }
      const [update] = await tx.rows<WaitingTelegramUpdate>(sql`
        UPDATE telegram_updates SET attempts = attempts + 1 WHERE bot_id = ${owner.botId}::bigint AND update_id = (
          SELECT update_id FROM telegram_updates WHERE bot_id = ${owner.botId}::bigint AND chat_id = ${owner.chatId}::bigint AND state = 'received'
          ORDER BY update_id LIMIT 1
        ) RETURNING update_id::float8 AS "updateId", kind, payload, attempts, trace`);
      return { work: update ? { kind: "update", update } : { kind: "nothing" }, delivered };
    },
    async release(owner) {
      return (
        (await tx.count(sql`UPDATE telegram_chats c SET worker_id = NULL WHERE ${isOwner(owner)}
          AND NOT EXISTS (SELECT FROM telegram_updates u WHERE u.bot_id = c.bot_id AND u.chat_id = c.chat_id AND u.state = 'received')
          AND NOT EXISTS (SELECT FROM telegram_sends s WHERE s.bot_id = c.bot_id AND s.chat_id = c.chat_id AND s.state IN ('queued', 'sending'))`)) >
        0
      );
    },
    async finishUpdate(owner, { updateId, state, reason, userId, sends, unlinkedReason }) {
      if (!(await lockOwner(tx, owner))) return null;
      const count = await tx.count(sql`
        UPDATE telegram_updates SET state = ${state}, reason = ${reason}, payload = NULL, done_at = procode_now()
        WHERE bot_id = ${owner.botId}::bigint AND update_id = ${updateId}::bigint AND chat_id = ${owner.chatId}::bigint AND state = 'received'`);
      if (count === 0) return { delivered: [] };
      const ids = await queueSends(tx, userId, sends);
      if (ids.length === 0 || userId === null || !sends.some(({ answer }) => answer !== null)) return { delivered: [] };
      // Locked, so that an unlinking at the same moment either sees what was queued here or is seen.
      const [connection] = await tx.rows<{ botId: number; chatId: number; state: string }>(sql`
        SELECT bot_id::float8 AS "botId", chat_id::float8 AS "chatId", state FROM telegram_connections WHERE user_id = ${userId}::uuid FOR SHARE`);
      const active = connection?.state === "active" ? connection : { botId: null, chatId: null };
      const cancelled = await tx.rows<CarriedAnswer>(sql`
        UPDATE telegram_sends s SET state = 'cancelled', reason = ${unlinkedReason}, body = NULL, settled_at = procode_now()
        WHERE s.id = ANY (${ids}::bigint[]) AND s.message_id IS NOT NULL
          AND (s.bot_id, s.chat_id) IS DISTINCT FROM (${active.botId}::bigint, ${active.chatId}::bigint) RETURNING ${CARRIED}`);
      return { delivered: await listDelivered(tx, cancelled) };
    },
    async beginSend(owner, sendId) {
      const [row] = await tx.rows<{
        isQueued: boolean;
        isProactive: boolean;
        waitSeconds: number | null;
        isQuiet: boolean;
      }>(sql`
        SELECT s.id IS NOT NULL AS "isQueued", coalesce(s.is_proactive, false) AS "isProactive", ${CHAT_WAIT} AS "waitSeconds",
          coalesce(c.full_at <= procode_now(), true) AS "isQuiet"
        FROM telegram_chats c LEFT JOIN telegram_limits l ON l.bot_id = c.bot_id
        LEFT JOIN telegram_sends s ON ${isSendOf(owner, sendId)} AND s.state = 'queued' AND (s.not_after IS NULL OR s.not_after > procode_now())
        WHERE ${isOwner(owner)} FOR UPDATE OF c`);
      if (!row) return { kind: "late" };
      const { isQueued, isProactive, waitSeconds, isQuiet } = row;
      if (!isQueued) return { kind: "not-queued" };
      if (waitSeconds !== null && waitSeconds > 0) return { kind: "wait", of: "chat", seconds: waitSeconds };
      const seconds = await takeBotToken(tx, owner.botId, { id: sendId, isProactive });
      if (seconds > 0) return { kind: "wait", of: "bot", seconds };
      // Cancelled since the first look: the token comes back by itself.
      const count = await tx.count(sql`WITH chat AS (${spendChatToken(owner)})
        UPDATE telegram_sends s SET state = 'sending', attempts = s.attempts + 1 WHERE ${isSendOf(owner, sendId)} AND s.state = 'queued'`);
      return count > 0 ? { kind: "begun", chatWasQuiet: isQuiet } : { kind: "not-queued" };
    },
    async settleSend(owner, sendId, end) {
      if (!(await lockOwner(tx, owner))) return null;
      const settled =
        await tx.rows<CarriedAnswer>(sql`WITH ${returnTokens(owner, sendId)} UPDATE telegram_sends s SET ${assignEnd(end)}
        WHERE ${isSendOf(owner, sendId)} AND s.state = 'sending' RETURNING ${CARRIED}`);
      return { delivered: end.state === "queued" ? [] : await listDelivered(tx, settled) };
    },
    async block({ botId, chatId }, reason) {
      const blocked = await tx.rows<{
        userId: string;
      }>(sql`UPDATE telegram_connections SET state = 'blocked', reason = ${reason}
        WHERE bot_id = ${botId}::bigint AND chat_id = ${chatId}::bigint AND state = 'active' RETURNING user_id AS "userId"`);
      const cancelled = await tx.rows<CarriedAnswer>(sql`
        UPDATE telegram_sends s SET state = 'cancelled', reason = ${reason}, body = NULL, settled_at = procode_now()
        WHERE s.bot_id = ${botId}::bigint AND s.chat_id = ${chatId}::bigint AND s.state = 'queued' RETURNING ${CARRIED}`);
      return { userId: blocked[0]?.userId ?? null, delivered: await listDelivered(tx, cancelled) };
    },
    async findConnection({ botId, chatId }) {
      const [row] = await tx.rows<StoredTelegramConnection>(
        connectionWhere(sql`bot_id = ${botId}::bigint AND chat_id = ${chatId}::bigint`),
      );
      return row ?? null;
    },
    async lockConnected({ botId, chatId }) {
      await tx.count(sql`SELECT FROM telegram_links WHERE bot_id = ${botId}::bigint AND chat_id = ${chatId}::bigint
        AND state IN ('opened', 'connected') FOR SHARE`);
      // A statement after the lock, so that it sees who confirmed while this waited.
      return (await this.findConnection({ botId, chatId })) !== null;
    },
    async endAbandoned({ limit, lostSeconds, goneSeconds, reasons }) {
      const isOver = sql`s.state = 'queued' AND s.not_after <= (SELECT procode_now())`;
      const standsFor = (seconds: number) =>
        sql`s.queued_at <= (SELECT procode_now()) - make_interval(secs => ${seconds}::float8)`;
      const ended = await tx.rows<CarriedAnswer>(sql`
        WITH abandoned AS (
          SELECT s.id, CASE WHEN s.state = 'sending' THEN 'uncertain' WHEN ${isOver} THEN 'cancelled' ELSE 'failed' END AS ends
          FROM telegram_sends s
          WHERE s.state IN ('queued', 'sending') AND (${isOver} OR (s.state = 'sending' AND ${standsFor(lostSeconds)}) OR ${standsFor(goneSeconds)})
            AND NOT EXISTS (SELECT FROM telegram_chats c JOIN workers w ON w.id = c.worker_id AND w.lease_until > (SELECT procode_now())
              WHERE c.bot_id = s.bot_id AND c.chat_id = s.chat_id)
          ORDER BY s.id LIMIT ${limit} FOR UPDATE OF s SKIP LOCKED
        )
        UPDATE telegram_sends s SET state = ends, body = NULL, settled_at = procode_now(),
          reason = CASE ends WHEN 'uncertain' THEN ${reasons.lost} WHEN 'cancelled' THEN ${reasons.over} ELSE ${reasons.gone} END
        FROM abandoned WHERE s.id = abandoned.id RETURNING ${CARRIED}`);
      return { ended: ended.length, delivered: await listDelivered(tx, ended) };
    },
    async findLink(tokenHash) {
      const [row] = await tx.rows<StoredTelegramLink>(linkWhere(sql`token_hash = ${tokenHash}`));
      return row ?? null;
    },
    async openLink({ userId, id, now }, { chatId, person }) {
      const count = await tx.count(sql`
        UPDATE telegram_links SET state = 'opened', opened_at = ${now}, chat_id = ${chatId}::bigint, ${openedBy(person)}
        WHERE user_id = ${userId}::uuid AND id = ${id}::uuid AND state = 'waiting' AND expires_at > ${now}`);
      return count > 0;
    },
  };
}

/** Replies are found by their own index, however many proactive messages are queued. */
function openWork(botId: number, kind: "replies" | "proactive" | undefined) {
  const sends = sql`SELECT chat_id, queued_at AS since FROM telegram_sends WHERE bot_id = ${botId}::bigint AND state IN ('queued', 'sending')`;
  const updates = sql`SELECT chat_id, received_at AS since FROM telegram_updates WHERE bot_id = ${botId}::bigint AND state = 'received'`;
  if (kind === undefined) return sql`${updates} UNION ALL ${sends}`;
  if (kind === "replies") return sql`${updates} UNION ALL ${sends} AND is_proactive = false`;
  return sql`${sends} AND is_proactive = true
    AND NOT EXISTS (SELECT FROM telegram_limits WHERE bot_id = ${botId}::bigint AND hold_until > procode_now()) ORDER BY id LIMIT ${PROACTIVE_LOOKED_AT}`;
}

const isOwner = ({ botId, chatId, workerId, fence }: TelegramOwner) =>
  sql`c.bot_id = ${botId}::bigint AND c.chat_id = ${chatId}::bigint AND c.worker_id = ${workerId} AND c.fence = ${fence}`;

const isSendOf = ({ botId, chatId }: TelegramOwner, sendId: number) =>
  sql`s.id = ${sendId}::bigint AND s.bot_id = ${botId}::bigint AND s.chat_id = ${chatId}::bigint`;

/** False for a late owner. Otherwise nobody takes the chat before this transaction ends. */
async function lockOwner(tx: Transaction, owner: TelegramOwner): Promise<boolean> {
  return (await tx.count(sql`SELECT FROM telegram_chats c WHERE ${isOwner(owner)} FOR SHARE`)) > 0;
}

// A statement after the claim, so that it also sees a send that was begun while the claim waited for its row.
async function loseSends(tx: Transaction, chats: readonly TelegramOwner[], reason: string) {
  if (chats.length === 0) return [];
  const lost = await tx.rows<CarriedAnswer>(sql`
    UPDATE telegram_sends s SET state = 'uncertain', reason = ${reason}, body = NULL, settled_at = procode_now()
    FROM unnest(${chats.map(({ botId }) => botId)}::bigint[], ${chats.map(({ chatId }) => chatId)}::bigint[]) AS chat (bot_id, chat_id)
    WHERE s.bot_id = chat.bot_id AND s.chat_id = chat.chat_id AND s.state = 'sending' RETURNING ${CARRIED}`);
  return listDelivered(tx, lost);
}

async function cancelOver(tx: Transaction, { botId, chatId }: TelegramOwner) {
  const cancelled = await tx.rows<CarriedAnswer>(sql`
    UPDATE telegram_sends s SET state = 'cancelled', reason = ${OVER_REASON}, body = NULL, settled_at = procode_now()
    WHERE s.bot_id = ${botId}::bigint AND s.chat_id = ${chatId}::bigint AND s.state = 'queued' AND s.not_after <= procode_now() RETURNING ${CARRIED}`);
  return listDelivered(tx, cancelled);
}

function assignEnd(end: TelegramSendEnd) {
  if (end.state === "sent") {
    return sql`state = 'sent', telegram_message_id = ${end.telegramMessageId}::bigint, body = NULL, settled_at = procode_now()`;
  }
  if (end.state !== "queued") {
    return sql`state = ${end.state}, reason = ${end.reason}, body = NULL, settled_at = procode_now()`;
  }
  if ("body" in end) return sql`state = 'queued', body = ${JSON.stringify(end.body)}::jsonb`;
  return sql`state = 'queued', next_try_at = procode_now() + make_interval(secs => ${end.afterSeconds}::float8),
    server_errors = s.server_errors + ${end.serverError ? 1 : 0}`;
}
