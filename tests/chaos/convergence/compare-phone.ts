import type { Fleet } from "../../product/open-fleet.ts";
import type { Everywhere } from "./open-people.ts";

const NEWEST = 12;

type Answer = { question: string; text: string; parts: { state: string; telegramId: number | null }[] | null };

/** In what Telegram's chat differs from the messages that came by it, in words; [] when in nothing. */
export async function comparePhone(
  { database }: Pick<Fleet, "database">,
  { phone, userId }: Pick<Everywhere, "phone" | "userId">,
): Promise<string[]> {
  const answers = await database.query<Answer>(
    `SELECT q.text AS question, a.text, (SELECT json_agg(json_build_object('state', s.state, 'telegramId', s.telegram_message_id) ORDER BY s.part)
       FROM telegram_sends s WHERE s.user_id = a.user_id AND s.message_id = a.id) AS parts
     FROM messages q JOIN messages a ON a.user_id = q.user_id AND a.parent_id = q.id AND a.channel = 'telegram'
     WHERE q.user_id = $1 AND q.channel = 'telegram' AND q.role = 'user' AND a.status = 'complete' ORDER BY a.id DESC LIMIT $2`,
    [userId, NEWEST],
  );
  const { messages } = phone.sees();
  const told = messages.filter(({ from }) => from === "bot").slice(-NEWEST);
  const sent = await database.query<{ id: number; times: number }>(
    `SELECT telegram_message_id::int AS id, count(*)::int AS times FROM telegram_sends
     WHERE user_id = $1 AND telegram_message_id = ANY ($2) GROUP BY 1`,
    [userId, told.map(({ message_id }) => message_id)],
  );
  // An edit of what was deleted elsewhere meanwhile is told so, and stored nowhere.
  const said = messages
    .filter(({ from, text, isEdited }) => from === "person" && !text.startsWith("/") && !isEdited)
    .slice(-NEWEST);
  const stored = await database.query<{ text: string; times: number }>(
    `SELECT text, count(*)::int AS times FROM messages
     WHERE user_id = $1 AND role = 'user' AND channel = 'telegram' AND text = ANY ($2) GROUP BY text`,
    [userId, said.map(({ text }) => text)],
  );
  return [
    ...said
      .filter(({ text }) => stored.find((row) => row.text === text)?.times !== 1)
      .map(({ text }) => `phone: "${text}" is not stored once`),
    ...told
      .filter(({ message_id }) => sent.find(({ id }) => id === message_id)?.times !== 1)
      .map(({ text }) => `phone: "${text}" stands there and was not sent once`),
    ...answers.flatMap((answer) => missingOf(answer, messages)),
  ];
}

/** An answer is in the chat when each of its parts was taken, and what was taken are its words. */
function missingOf({ question, text, parts }: Answer, messages: { message_id: number; text: string }[]): string[] {
  const words = (parts ?? []).map(
    ({ telegramId }) => messages.find(({ message_id }) => message_id === telegramId)?.text,
  );
  const isThere = words.length > 0 && words.every((part) => part !== undefined);
  return isThere && bare(words.join("")).startsWith(bare(text))
    ? []
    : [`phone: the answer to "${question}" does not stand there: ${JSON.stringify(parts)}`];
}

const bare = (text: string) => text.replace(/\s+/g, "");
