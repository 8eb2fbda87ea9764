import type { SmtpSandbox } from "@procode/sandbox";
import type { TelegramWorld } from "../../product/open-telegram-world.ts";
import { numberIn } from "./open-crowd.ts";

/** How often a message was taken, by each way. */
export type Accepted = { telegram: number; email: number; web: number };

/**
 * What Telegram and the mail server took, by the sandboxes' own logs, and what stands in conversations that are on the web
 * alone, where nobody but PROCODE itself takes anything. By the number of the message.
 */
export async function readAccepted(
  { telegram, database }: TelegramWorld,
  mail: SmtpSandbox,
): Promise<Map<number, Accepted>> {
  const accepted = new Map<number, Accepted>();
  function count(way: keyof Accepted, text: string): void {
    const number = numberIn(text);
    if (number === null) return;
    const sofar = accepted.get(number) ?? { telegram: 0, email: 0, web: 0 };
    accepted.set(number, { ...sofar, [way]: sofar[way] + 1 });
  }
  for (const entry of telegram.log.entries())
    if (entry.type === "accepted" && entry.method === "sendMessage") count("telegram", entry.text ?? "");
  for (const { raw } of mail.letters()) for (const words of itemsIn(raw)) count("email", words);
  const placed = await database.query<{ text: string }>(
    `SELECT m.text FROM messages m JOIN conversations c ON c.user_id = m.user_id AND c.id = m.conversation_id
     JOIN proactive_settings s ON s.user_id = m.user_id WHERE s.channels = '{web}'`,
  );
  for (const { text } of placed) count("web", text);
  return accepted;
}

/** The messages in the plain half of a letter, which says each once. */
function itemsIn(raw: string): string[] {
  const plain = raw.split(/^Content-Type: text\/html/im)[0] ?? "";
  return plain.replace(/=\r?\n/g, "").match(/Look after the \w+ n\d+/g) ?? [];
}
