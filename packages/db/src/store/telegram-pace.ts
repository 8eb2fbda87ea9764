import { TELEGRAM_PACE, type TelegramDesk, type TelegramOwner } from "@procode/core";
import { sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

const {
  botTokens,
  chatTokens,
  backAfterSeconds,
  mostInFlightSeconds,
  lookedBeforeSeconds,
  proactiveMost,
  proactiveWithinSeconds,
  repliesFirstSeconds,
} = TELEGRAM_PACE;
const seconds = (count: number) => sql`make_interval(secs => ${count}::float8)`;
const FAR = seconds(mostInFlightSeconds + backAfterSeconds);
// A row that was taken while this statement waited lies further ahead of its look at the clock than FAR.
const UNBELIEVED = seconds(mostInFlightSeconds + backAfterSeconds + lookedBeforeSeconds);
/** Waited at least where a token is another process's at this very moment. */
const SHORTEST_WAIT_SECONDS = 0.005;

// As in core's `telegram-pace.ts`: a clock that was set back must not hold a chat up.
const FULL_AT = sql`CASE WHEN c.full_at <= procode_now() + ${seconds((chatTokens + 1) * backAfterSeconds)} THEN c.full_at END`;

/** Seconds for which the chat `c` is to be left alone by the bot's hold in `l`, its own, and its bucket; null for none. */
export const CHAT_WAIT = sql`extract(epoch FROM greatest(c.hold_until, l.hold_until,
  ${FULL_AT} - ${seconds((chatTokens - 1) * backAfterSeconds)}) - procode_now())::float8`;

/** In the statement that begins a message: the chat's bucket loses a token. */
export const spendChatToken = ({ botId, chatId }: TelegramOwner) =>
  sql`UPDATE telegram_chats c SET full_at = greatest(${FULL_AT}, procode_now()) + ${seconds(backAfterSeconds)}
    WHERE c.bot_id = ${botId}::bigint AND c.chat_id = ${chatId}::bigint`;

/** In the statement that settles a message: its tokens come back from now on, since it may have arrived this late. */
export const returnTokens = ({ botId, chatId }: TelegramOwner, sendId: number) => sql`
  token AS (UPDATE telegram_tokens SET back_at = procode_now() + ${seconds(backAfterSeconds)}, send_id = NULL
    WHERE bot_id = ${botId}::bigint AND send_id = ${sendId}::bigint),
  chat AS (UPDATE telegram_chats SET full_at = greatest(full_at, procode_now() + ${seconds(backAfterSeconds)})
    WHERE bot_id = ${botId}::bigint AND chat_id = ${chatId}::bigint)`;

/** Takes a token of the bot for this message; otherwise returns the seconds to wait for one. */
export async function takeBotToken(
  tx: Transaction,
  botId: number,
  send: { id: number; isProactive: boolean },
): Promise<number> {
  const { isProactive, id } = send;
  const [seen] = await tx.rows<{ known: number; isTaken: boolean; waitSeconds: number }>(sql`
    WITH clock AS MATERIALIZED (SELECT procode_now() AS now), seen AS (
      SELECT count(t.slot)::int AS known, min(t.back_at) AS back_at,
        bool_or(t.back_at <= clock.now OR t.back_at > clock.now + ${UNBELIEVED}) AS is_free,
        (array_agg(t.taken_at ORDER BY t.taken_at DESC) FILTER (WHERE t.taken_at <= clock.now))[${proactiveMost}::int] AS spread_from
      FROM clock LEFT JOIN telegram_tokens t ON t.bot_id = ${botId}::bigint
    ), due AS (
      SELECT clock.now, seen.known, greatest(CASE WHEN seen.is_free THEN NULL ELSE seen.back_at END,
        CASE WHEN ${isProactive} THEN seen.spread_from + ${seconds(proactiveWithinSeconds)} END,
        CASE WHEN ${isProactive} AND l.replies_until <= clock.now + ${seconds(backAfterSeconds + repliesFirstSeconds)} THEN l.replies_until END) AS at
      FROM clock CROSS JOIN seen LEFT JOIN telegram_limits l ON l.bot_id = ${botId}::bigint
    ), free AS (
      SELECT t.slot FROM telegram_tokens t JOIN due ON due.at IS NULL OR due.at <= due.now
      WHERE t.bot_id = ${botId}::bigint AND (t.back_at <= due.now OR t.back_at > due.now + ${UNBELIEVED})
      ORDER BY t.slot LIMIT 1 FOR UPDATE OF t SKIP LOCKED
    ), taken AS (
      UPDATE telegram_tokens t SET send_id = ${id}::bigint, taken_at = due.now, back_at = due.now + ${FAR}
      FROM free, due WHERE t.bot_id = ${botId}::bigint AND t.slot = free.slot RETURNING t.slot
    )
    SELECT due.known, EXISTS (SELECT FROM taken) AS "isTaken",
      greatest(extract(epoch FROM due.at - due.now), ${SHORTEST_WAIT_SECONDS})::float8 AS "waitSeconds" FROM due`);
  if (seen && seen.known < botTokens) {
    await tx.count(sql`INSERT INTO telegram_tokens (bot_id, slot, back_at)
      SELECT ${botId}::bigint, slot, procode_now() FROM generate_series(1, ${botTokens}::int) slot ON CONFLICT DO NOTHING`);
    return seen.isTaken ? 0 : takeBotToken(tx, botId, send);
  }
  if (!seen || seen.isTaken) return 0;
  if (!isProactive)
    await tx.count(sql`INSERT INTO telegram_limits (bot_id, replies_until)
      VALUES (${botId}::bigint, procode_now() + ${seconds(Math.min(seen.waitSeconds, backAfterSeconds) + repliesFirstSeconds)})
      ON CONFLICT (bot_id) DO UPDATE SET replies_until = excluded.replies_until`);
  return seen.waitSeconds;
}

export function prismaTelegramPace(
  tx: Transaction,
): Pick<TelegramDesk, "hold" | "holdBot" | "noteRefusal" | "heldSeconds"> {
  return {
    async hold({ botId, chatId }, forSeconds) {
      await tx.count(sql`UPDATE telegram_chats SET hold_until = greatest(hold_until, procode_now() + ${seconds(forSeconds)})
        WHERE bot_id = ${botId}::bigint AND chat_id = ${chatId}::bigint`);
    },
    async holdBot(botId, forSeconds) {
      await tx.count(sql`INSERT INTO telegram_limits AS l (bot_id, hold_until) VALUES (${botId}::bigint, procode_now() + ${seconds(forSeconds)})
        ON CONFLICT (bot_id) DO UPDATE SET hold_until = greatest(l.hold_until, excluded.hold_until)`);
    },
    async noteRefusal({ botId, chatId }, forSeconds) {
      // Locked first: of two chats that are put off in the same moment one sees the other.
      await tx.count(sql`INSERT INTO telegram_limits (bot_id) VALUES (${botId}::bigint)
        ON CONFLICT (bot_id) DO UPDATE SET bot_id = excluded.bot_id`);
      const others = await tx.count(sql`SELECT FROM telegram_limits
        WHERE bot_id = ${botId}::bigint AND refused_chat_id <> ${chatId}::bigint AND refused_until > procode_now()`);
      await tx.count(sql`UPDATE telegram_limits SET refused_chat_id = ${chatId}::bigint, refused_until = procode_now() + ${seconds(forSeconds)}
        WHERE bot_id = ${botId}::bigint`);
      return others > 0;
    },
    async heldSeconds({ botId, chatId }) {
      const [row] = await tx.rows<{ seconds: number }>(sql`
        SELECT coalesce(greatest(0, extract(epoch FROM greatest(
          (SELECT hold_until FROM telegram_chats WHERE bot_id = ${botId}::bigint AND chat_id = ${chatId}::bigint),
          (SELECT hold_until FROM telegram_limits WHERE bot_id = ${botId}::bigint)) - procode_now())), 0)::float8 AS seconds`);
      return row?.seconds ?? 0;
    },
  };
}
