import type { TelegramWorld } from "../../product/open-telegram-world.ts";
import { openReaders } from "../../product/queue-broadcast.ts";

/** How somebody is to be written to. `blocked`: they blocked the bot, which says so only when it writes. */
export type Way = "telegram" | "web" | "email" | "blocked";
export type CrowdMessage = { number: number; userId: string; way: Way; isPlanned: boolean };
export type CrowdOptions = {
  ways?: readonly Way[];
  /** One of so many is left to the planner, which finds a schedule (default 3), with null of none; the others are planned already. */
  plannedOneOf?: number | null;
};
export type Crowd = {
  messages: CrowdMessage[];
  /** From now on the next so many may be written, or be planned; in the order of their numbers. */
  release(count: number): Promise<void>;
};

/** Of ten: six by Telegram, two on the web, two by e-mail. */
const WAYS: readonly Way[] = [
  "telegram",
  "web",
  "telegram",
  "email",
  "telegram",
  "telegram",
  "web",
  "telegram",
  "email",
  "telegram",
];
const ONE_BLOCKED_OF = 50;
const FIRST_CHAT = 100_000;
const CHANNELS: Record<Way, string[]> = {
  ...{ telegram: ["telegram"], web: ["web"], email: ["email"] },
  // The one without another way has to end with a reason.
  blocked: ["telegram"],
};

/**
 * So many people with one message each, all of whom switched it on and have noon on their wall. Nobody is written to before
 * `release`. For before any bot runs.
 */
export async function openCrowd(
  world: TelegramWorld,
  count: number,
  { ways = WAYS, plannedOneOf = 3 }: CrowdOptions = {},
): Promise<Crowd> {
  const messages = Array.from({ length: count }, (_, index): CrowdMessage => {
    const way = ways[index % ways.length] ?? "web";
    const isBlocked = way === "telegram" && index % ONE_BLOCKED_OF === ONE_BLOCKED_OF - 1;
    return {
      ...{ number: index + 1, userId: world.runtime.services.ids.next(), way: isBlocked ? "blocked" : way },
      isPlanned: plannedOneOf !== null && index % plannedOneOf === 1,
    };
  });
  world.telegram.control.addRule({ contains: BLOCKED_WORD, method: "sendMessage", fault: { refuse: "blocked" } });
  const given = messages.map((message) => ({
    ...{ ...message, chat: chatOf(message), words: wordsOf(message), channels: CHANNELS[message.way] },
    ...{ email: `n${message.number}@example.com`, id: world.runtime.services.ids.next() },
  }));
  await openReaders(
    world,
    messages.flatMap((message) => chatOf(message) ?? []),
  );
  for (const statement of STATEMENTS)
    await world.database.query(statement, [JSON.stringify(given), world.botId, noonZone()]);
  await world.database.query("ANALYZE");
  let released = 0;
  return {
    messages,
    async release(more) {
      const numbers = messages.slice(released, released + more);
      released += more;
      const [planned, ready] = [true, false].map((is) => numbers.filter(({ isPlanned }) => isPlanned === is));
      const idsOf = (some: CrowdMessage[] | undefined) => [some?.map(({ userId }) => userId) ?? []];
      await world.database.query(
        `WITH due AS (UPDATE proactive_plans SET scheduled_for = now() WHERE user_id = ANY ($1::uuid[]))
         UPDATE proactive_messages SET next_try_at = now() WHERE user_id = ANY ($1::uuid[])`,
        idsOf(ready),
      );
      await world.database.query(
        "UPDATE proactive_settings SET opted_in_at = now() - interval '1 day' WHERE user_id = ANY ($1::uuid[])",
        idsOf(planned),
      );
    },
  };
}

const BLOCKED_WORD = "unreachable";
const chatOf = ({ way, number }: CrowdMessage): number | null =>
  way === "telegram" || way === "blocked" ? FIRST_CHAT + number : null;
const wordsOf = ({ way, number }: CrowdMessage): string =>
  `Look after the ${way === "blocked" ? BLOCKED_WORD : "plant"} n${number}`;

/** Whose message a text is; null for one of nobody in the crowd. */
export function numberIn(text: string): number | null {
  const [, digits] = /\bn(\d+)\b/.exec(text) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** Where it is between noon and one, so that no rule about the time of the day holds anything back. */
function noonZone(): string {
  const ahead = 12 - new Date().getUTCHours();
  // The sign of these names is the other way round.
  return `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
}

const GIVEN = `WITH bot AS (SELECT $2::bigint AS id, $3::text AS zone), given AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS given ("userId" uuid, id uuid, number int, chat bigint, words text, email text, channels jsonb, "isPlanned" boolean))`;

const STATEMENTS = [
  `${GIVEN} INSERT INTO users (id, email, name, password_hash, role, created_at, email_confirmed_at)
   SELECT "userId", email, 'Person ' || number, 'no password has this hash', 'user', now(), now() FROM given, bot`,
  ...["user_settings", "user_contexts", "event_counters"].map(
    (table) => `${GIVEN} INSERT INTO ${table} (user_id) SELECT "userId" FROM given, bot`,
  ),
  `${GIVEN} INSERT INTO proactive_settings (user_id, opted_in_at, channels, topics, quiet_hours, zone, per_day, per_week, budget_usd)
   SELECT "userId", CASE WHEN NOT "isPlanned" THEN now() - interval '1 day' END, ARRAY(SELECT jsonb_array_elements_text(channels)), '{}',
     '[null, null, null, null, null, null, null]', zone, 10, 50, 1 FROM given, bot`,
  `${GIVEN} INSERT INTO telegram_connections (user_id, bot_id, chat_id, telegram_user_id, name, connected_at)
   SELECT "userId", bot.id, chat, chat, 'Person ' || number, now() FROM given, bot WHERE chat IS NOT NULL`,
  `${GIVEN} INSERT INTO proactive_schedules (user_id, id, words, topic, weekdays, at_time, created_at)
   SELECT "userId", given.id, words, 'Plants', '{1,2,3,4,5,6,7}', '12:00', now() - interval '2 hours' FROM given, bot WHERE "isPlanned"`,
  `${GIVEN} INSERT INTO proactive_plans (user_id, id, slot, topic, rule, text, why, facts, confidence, context_version, settings_version, planned_at, scheduled_for)
   SELECT "userId", given.id, date_trunc('hour', now(), 'UTC'), 'Plants', 'schedule', words || '.', 'You ordered it.', '[]', 90, 0, 1, now(),
     now() + interval '1 hour' FROM given, bot WHERE NOT "isPlanned"`,
  `${GIVEN} INSERT INTO proactive_messages (user_id, id, reason, expires_at, next_try_at)
   SELECT "userId", given.id, 'schedule', now() + interval '3 hours', now() + interval '1 hour' FROM given, bot WHERE NOT "isPlanned"`,
  `${GIVEN} UPDATE proactive_messages m SET state = 'scheduled', reason = 'Planned.' FROM given, bot WHERE m.user_id = given."userId"`,
];
