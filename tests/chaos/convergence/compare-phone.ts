import type { Fleet } from "../../product/open-fleet.ts";
import type { Everywhere } from "./open-people.ts";

const NEWEST = 12;

/** In what Telegram's chat differs from the messages that came by it, in words; [] when in nothing. */
export async function comparePhone(
  { database }: Pick<Fleet, "database">,
  { phone, userId }: Pick<Everywhere, "phone" | "userId">,
): Promise<string[]> {
  const turns = await database.query<{ question: string; answer: string; status: string }>(
    `SELECT q.text AS question, a.text AS answer, a.status FROM messages q
     JOIN messages a ON a.user_id = q.user_id AND a.parent_id = q.id AND a.channel = 'telegram'
     WHERE q.user_id = $1 AND q.channel = 'telegram' AND q.role = 'user' ORDER BY a.id DESC LIMIT $2`,
    [userId, NEWEST],
  );
  const { messages } = phone.sees();
  const told = messages.filter(({ from }) => from === "bot").map(({ text }) => bare(text));
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
    ...turns
      .filter(({ answer, status }) => status === "complete" && told.filter((text) => isOf(text, answer)).length !== 1)
      .map(({ question }) => `phone: the answer to "${question}" does not stand there once`),
  ];
}

/** Answers repeat their questions, and of a question without an answer the next one repeats both. */
const isOf = (told: string, answer: string) =>
  told.startsWith(bare(answer)) && !told.slice(bare(answer).length).includes("[[sandbox");
const bare = (text: string) => text.replace(/\s+/g, "");
