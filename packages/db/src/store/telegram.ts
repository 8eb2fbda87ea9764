import type {
  StoredTelegramBot,
  StoredTelegramConnection,
  StoredTelegramLink,
  StoredTelegramPerson,
  TelegramRepository,
} from "@procode/core";
import { NOTHING, join, sql } from "./sql.ts";
import { type CarriedAnswer, listDelivered, queueSends } from "./telegram-sends.ts";
import type { Transaction } from "./transaction.ts";

// Ids of Telegram fit a double exactly, and the driver gives whole numbers of 64 bits as text.
const PERSON = sql`jsonb_build_object('telegramUserId', telegram_user_id, 'username', username, 'name', name)
  || CASE WHEN language_code IS NULL THEN '{}' ELSE jsonb_build_object('languageCode', language_code) END`;
const CONNECTION_COLUMNS = sql`user_id AS "userId", bot_id::float8 AS "botId", chat_id::float8 AS "chatId",
  ${PERSON} AS person, state, reason,
  conversation_id AS "conversationId", show_receipt AS "showReceipt", connected_at AS "connectedAt"`;
const LINK_COLUMNS = sql`id, user_id AS "userId", bot_id::float8 AS "botId", state, created_at AS "createdAt", expires_at AS "expiresAt",
  opened_at AS "openedAt", chat_id::float8 AS "chatId", CASE WHEN opened_at IS NOT NULL THEN ${PERSON} END AS "openedBy"`;

export const connectionWhere = (condition: ReturnType<typeof sql>) =>
  sql`SELECT ${CONNECTION_COLUMNS} FROM telegram_connections WHERE ${condition}`;
export const linkWhere = (condition: ReturnType<typeof sql>) =>
  sql`SELECT ${LINK_COLUMNS} FROM telegram_links WHERE ${condition}`;

export function prismaTelegram(tx: Transaction, userId: string): TelegramRepository {
  const me = sql`user_id = ${userId}::uuid`;
  return {
    async findBot(botId) {
      const [row] = await tx.rows<StoredTelegramBot>(sql`
        SELECT bot_id::float8 AS "botId", username, name, open_url AS "openUrl" FROM telegram_bots
        ${botId === undefined ? NOTHING : sql`WHERE bot_id = ${botId}::bigint`} ORDER BY seen_at DESC LIMIT 1`);
      return row ?? null;
    },
    async findConnection() {
      const [row] = await tx.rows<StoredTelegramConnection>(connectionWhere(me));
      return row ?? null;
    },
    async lockConnection() {
      const [row] = await tx.rows<StoredTelegramConnection>(sql`${connectionWhere(me)} FOR UPDATE`);
      return row ?? null;
    },
    async connect({ botId, chatId, person, conversationId, showReceipt, connectedAt }) {
      const count = await tx.count(sql`
        INSERT INTO telegram_connections (user_id, bot_id, chat_id, telegram_user_id, username, name, language_code, conversation_id, show_receipt, connected_at)
        VALUES (${userId}::uuid, ${botId}::bigint, ${chatId}::bigint, ${person.telegramUserId}::bigint, ${person.username}, ${person.name},
          ${person.languageCode ?? null}, ${conversationId}::uuid, ${showReceipt}, ${connectedAt}) ON CONFLICT DO NOTHING`);
      return count > 0;
    },
    async updateConnection({ showReceipt, conversationId, languageCode, state, reason }) {
      const assignments = [
        showReceipt === undefined ? null : sql`show_receipt = ${showReceipt}`,
        conversationId === undefined ? null : sql`conversation_id = ${conversationId}::uuid`,
        languageCode === undefined ? null : sql`language_code = ${languageCode}`,
        state === undefined ? null : sql`state = ${state}`,
        reason === undefined ? null : sql`reason = ${reason}`,
      ].filter((assignment) => assignment !== null);
      if (assignments.length === 0) return (await this.findConnection()) !== null;
      return (await tx.count(sql`UPDATE telegram_connections SET ${join(assignments)} WHERE ${me}`)) > 0;
    },
    async disconnect(reason) {
      const [connection] = await tx.rows<StoredTelegramConnection>(
        sql`DELETE FROM telegram_connections WHERE ${me} RETURNING ${CONNECTION_COLUMNS}`,
      );
      if (!connection) return null;
      const cancelled = await tx.rows<CarriedAnswer>(sql`
        UPDATE telegram_sends SET state = 'cancelled', reason = ${reason}, body = NULL, settled_at = procode_now()
        WHERE ${me} AND bot_id = ${connection.botId}::bigint AND chat_id = ${connection.chatId}::bigint AND state = 'queued'
        RETURNING user_id AS "userId", message_id AS "messageId"`);
      return { connection, delivered: await listDelivered(tx, cancelled) };
    },
    async lockLink(linkId) {
      const [row] = await tx.rows<StoredTelegramLink>(
        sql`${linkWhere(sql`${me} AND id = ${linkId}::uuid`)} FOR UPDATE`,
      );
      return row ?? null;
    },
    async findNewestLink() {
      const [row] = await tx.rows<StoredTelegramLink>(sql`${linkWhere(me)} ORDER BY id DESC LIMIT 1`);
      return row ?? null;
    },
    async appendLink({ id, botId, tokenHash, createdAt, expiresAt }) {
      // Two links of one person that are made at once follow each other, so that the second replaces the first.
      await tx.count(sql`SELECT FROM user_settings WHERE ${me} FOR UPDATE`);
      await tx.count(sql`UPDATE telegram_links SET state = 'replaced' WHERE ${me} AND state IN ('waiting', 'opened')`);
      await tx.count(sql`INSERT INTO telegram_links (user_id, id, bot_id, token_hash, created_at, expires_at)
        VALUES (${userId}::uuid, ${id}::uuid, ${botId}::bigint, ${tokenHash}, ${createdAt}, ${expiresAt})`);
    },
    async closeLink(linkId, state) {
      await tx.count(sql`UPDATE telegram_links SET state = ${state} WHERE ${me} AND id = ${linkId}::uuid`);
    },
    async findAnswer({ botId, chatId, telegramMessageId }) {
      const [row] = await tx.rows<{ conversationId: string; messageId: string }>(sql`
        SELECT conversation_id AS "conversationId", message_id AS "messageId" FROM telegram_sends
        WHERE ${me} AND bot_id = ${botId}::bigint AND chat_id = ${chatId}::bigint AND telegram_message_id = ${telegramMessageId}::bigint
          AND message_id IS NOT NULL LIMIT 1`);
      return row ?? null;
    },
    async queue(sends) {
      await queueSends(tx, userId, sends);
    },
  };
}

/** Columns of the person who opened a link. */
export const openedBy = ({ telegramUserId, username, name, languageCode }: StoredTelegramPerson) =>
  sql`telegram_user_id = ${telegramUserId}::bigint, username = ${username}, name = ${name}, language_code = ${languageCode ?? null}`;
