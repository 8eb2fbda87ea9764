import { setTimeout as sleep } from "node:timers/promises";
import type { TelegramEntry } from "@procode/sandbox";
import type { Persona, SendRow, TelegramWorld } from "../product/open-telegram-world.ts";

export type JudgedUpdates = {
  /** Rows of updates that are not done. */
  unfinished: string[];
  /** Updates to which nothing was said, as far as anybody can tell: neither accepted nor uncertain. */
  lost: string[];
  /** Updates whose answer Telegram accepted more than once. */
  doubled: string[];
  /** Sends that say `sent` and that Telegram never accepted, or accepted and no row explains. */
  unexplained: string[];
  /** Updates with other than one generation, or more calls of the model than a crash allows. */
  generations: string[];
  /** Chats whose answers did not come in the order of their questions. */
  disordered: string[];
  uncertain: number;
};

const WITHIN_MS = 120_000;

type Accepted = TelegramEntry & { type: "accepted" };

/** Judges what came of each update by the logs of the sandboxes. */
export async function judgeUpdates(
  world: TelegramWorld,
  people: Persona[],
  asked: { person: Persona; marker: string }[],
): Promise<JudgedUpdates> {
  const accepted = world.telegram.log
    .entries()
    .filter((entry): entry is typeof entry & Accepted => entry.type === "accepted" && entry.method === "sendMessage");
  const judged: JudgedUpdates = {
    unfinished: (
      await world.database.query<{ id: string }>("SELECT update_id AS id FROM telegram_updates WHERE state <> 'done'")
    ).map(({ id }) => id),
    lost: [],
    doubled: [],
    unexplained: [],
    generations: [],
    disordered: [],
    uncertain: 0,
  };
  for (const { chatId } of people) {
    const sends = await world.sends(chatId);
    const taken = accepted.filter((entry) => entry.chat_id === chatId);
    judged.uncertain += sends.filter(({ state }) => state === "uncertain").length;
    judged.unexplained.push(...unexplained(chatId, sends, taken));
    const order = taken.map(({ text }) => Number(markerIn(text)?.slice(1))).filter(Number.isFinite);
    if (order.some((number, index) => number < (order[index - 1] ?? 0))) judged.disordered.push(`${chatId}: ${order}`);
  }
  const turns = await readTurns(world);
  for (const { person, marker } of asked) {
    const turn = turns.find(({ question }) => question.startsWith(marker));
    const times = accepted.filter(({ chat_id, text }) => chat_id === person.chatId && markerIn(text) === marker).length;
    if (times > 1) judged.doubled.push(marker);
    const states = turn?.states ?? [];
    if (!states.some((state) => state === "sent" || state === "uncertain")) judged.lost.push(`${marker} ${states}`);
    const calls = world.models.log
      .calls()
      .filter(({ accepted: call }) => markerIn(call.messages?.at(-1)?.content) === marker).length;
    if (turn?.generations !== 1 || calls > turn.attempts)
      judged.generations.push(`${marker} ${calls} calls in ${turn?.attempts} attempts`);
  }
  return judged;
}

/**
 * Nothing waits any more: every update that came into being is stored and done, every send is settled. How long that takes
 * is up to how fast a bot may write, so it gives up only when nothing changed for long.
 */
export async function untilIdle({ database, telegram }: TelegramWorld): Promise<void> {
  let [end, before] = [performance.now() + WITHIN_MS, ""];
  const came = telegram.log.entries().filter((entry) => entry.type === "update" && entry.is_queued).length;
  while (performance.now() < end) {
    const [open] = await database.query<{ stored: number; updates: number; sends: number }>(
      `SELECT (SELECT count(*)::int FROM telegram_updates) AS stored,
        (SELECT count(*)::int FROM telegram_updates WHERE state = 'received') AS updates,
        (SELECT count(*)::int FROM telegram_sends WHERE state IN ('queued', 'sending')) AS sends`,
    );
    if (open && open.stored >= came && open.updates === 0 && open.sends === 0) return;
    const now = JSON.stringify(open);
    if (now !== before) end = performance.now() + WITHIN_MS;
    before = now;
    await sleep(200);
  }
}

/** Sends that are on their way. */
export async function countSending({ database }: TelegramWorld): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM telegram_sends WHERE state = 'sending'",
  );
  return row?.count ?? 0;
}

/**
 * Whose question a text answers or asks: the last one in it. One that was broken off before its first word leaves no
 * answer between itself and the next question, and both are then asked together.
 */
function markerIn(text: string | null | undefined): string | undefined {
  return text?.match(/\bu\d+\./g)?.at(-1);
}

/** Every `sent` is in Telegram's log once; what else stands there can only be something uncertain. */
function unexplained(chatId: number, sends: SendRow[], taken: Accepted[]): string[] {
  const sent = sends.filter(({ state }) => state === "sent");
  const uncertain = sends.filter(({ state }) => state === "uncertain").length;
  const missing = sent.filter(
    ({ telegramMessageId }) => taken.filter(({ message_id }) => message_id === telegramMessageId).length !== 1,
  );
  const more = taken.length - sent.length;
  return [
    ...missing.map(({ key }) => `${key} says sent`),
    ...(more > uncertain ? [`${chatId}: ${more} more than sent, ${uncertain} uncertain`] : []),
  ];
}

type Turn = { question: string; generations: number; attempts: number; states: string[] };

/** Each question with its generations and what became of its answer's sends. */
function readTurns({ database }: TelegramWorld): Promise<Turn[]> {
  return database.query<Turn>(`
    SELECT q.text AS question, count(DISTINCT g.id)::int AS generations, max(g.attempt)::int AS attempts,
      array_agg(s.state) FILTER (WHERE s.id IS NOT NULL) AS states
    FROM messages q JOIN messages a ON a.user_id = q.user_id AND a.parent_id = q.id
    LEFT JOIN generations g ON g.user_id = a.user_id AND g.message_id = a.id
    LEFT JOIN telegram_sends s ON s.user_id = a.user_id AND s.message_id = a.id
    WHERE q.role = 'user' GROUP BY q.user_id, q.id, q.text`);
}
