import type { TelegramWorld } from "./open-telegram-world.ts";

type World = Pick<TelegramWorld, "telegram" | "database" | "botId">;

/** People whose chats are known and who write nothing. For before any bot runs: what is said by then is dropped. */
export async function openReaders({ telegram, database, botId }: World, chatIds: number[]): Promise<void> {
  for (const id of chatIds) telegram.person({ id, firstName: `Reader ${id}` }).start();
  await fetch(`${telegram.url}/bot1:token/deleteWebhook?drop_pending_updates=true`);
  await database.query("INSERT INTO telegram_chats (bot_id, chat_id) SELECT $1, unnest($2::bigint[])", [
    botId,
    chatIds,
  ]);
}

/** What nobody asked for, so many messages for each chat: `PART of CHAT`, numbered from 1. */
export async function queueBroadcast(
  { database, botId }: World,
  chatIds: number[],
  messagesOf: (index: number) => number,
): Promise<void> {
  const sends = chatIds.flatMap((chatId, index) =>
    Array.from({ length: messagesOf(index) }, (_, part) => ({ chatId, text: `${part + 1} of ${chatId}` })),
  );
  await database.query(
    `INSERT INTO telegram_sends (bot_id, chat_id, dedupe_key, part, parts, body, next_try_at, queued_at, is_proactive)
     SELECT $1, chat_id, 'broadcast:' || text, 1, 1, jsonb_build_object('text', text, 'entities', '[]'::jsonb), procode_now(), procode_now(), true
     FROM unnest($2::bigint[], $3::text[]) WITH ORDINALITY AS send (chat_id, text, place) ORDER BY place`,
    [botId, sends.map(({ chatId }) => chatId), sends.map(({ text }) => text)],
  );
}
