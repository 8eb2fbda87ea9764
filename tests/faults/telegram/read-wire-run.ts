import {
  type DeliveryCall,
  type DeliveryEnd,
  type DeliveryEvent,
  type DeliveryRow,
  type DeliveryRun,
  type ProactiveFaultRow,
  wordsIn,
} from "@procode/core/testing";
import type { TelegramEntry } from "@procode/sandbox";
import type { Persona, TelegramWorld } from "../../product/open-telegram-world.ts";

type Entry = TelegramEntry & { at: string };
type Called = Extract<Entry, { type: "accepted" | "refused" }>;

/** On the wire a call may be on its way for this long while another chat's answer puts the bot off. */
const ON_THE_WAY_MS = 1_000;

/** What Telegram's log and the rows say at the end of a run. */
export async function readWireRun(
  { telegram, database, runtime }: TelegramWorld,
  people: readonly Persona[],
): Promise<Omit<DeliveryRun, "asked" | "outages">> {
  const entries: readonly Entry[] = telegram.log.entries();
  const written = entries.flatMap((entry) =>
    entry.type === "update" ? [[entry.update.update_id, wordsIn(JSON.stringify(entry.update))] as const] : [],
  );
  const wordsOf = new Map(written);
  const sends = await database.query<Omit<DeliveryRow, "words"> & { key: string }>(
    `SELECT id::int, chat_id::int AS "chatId", dedupe_key AS key, state, reason, attempts, body, message_id AS "messageId"
     FROM telegram_sends ORDER BY id`,
  );
  const ledger = await database.query<ProactiveFaultRow & { id: string }>(
    `SELECT id, text, CASE state WHEN 'responded' THEN 'sent' ELSE state END AS state, channel, reason FROM proactive_plans JOIN proactive_messages USING (user_id, id)`,
  );
  const updates = await database.query<{ id: number; state: string; reason: string | null }>(
    "SELECT update_id::int AS id, state, reason FROM telegram_updates WHERE state <> 'done'",
  );
  const told = people.map(async ({ userId }) => {
    const events = await runtime.services.store.asUser(userId, (tx) => tx.events.listAfter(0n, 1_000));
    return events.flatMap((event) => (event.type === "TelegramDelivered" ? [event.payload] : []));
  });
  // `update:BOT:NUMBER:PLACE` answers that update, `proactive:ID:ATTEMPT` tells that message.
  const wordsBehind = (key: string) => {
    const [kind, first, second] = key.split(":");
    if (kind === "proactive") return ledger.find(({ id }) => id === first)?.text ?? null;
    return kind === "update" ? (wordsOf.get(Number(second)) ?? null) : null;
  };
  return {
    events: entries.flatMap(eventsIn),
    rows: sends.map(({ key, ...row }) => ({ ...row, words: wordsBehind(key) })),
    ignored: updates.flatMap(({ id, state, reason }) => {
      const words = wordsOf.get(id);
      return state === "received" || !words ? [] : [{ words, reason }];
    }),
    told: (await Promise.all(told)).flat(),
    messages: ledger,
    onTheWayMs: ON_THE_WAY_MS,
  };
}

function eventsIn(entry: Entry): DeliveryEvent[] {
  const atMs = Date.parse(entry.at);
  if (entry.type === "chat" && entry.change === "unblocked")
    return [{ kind: "unblocked", chatId: entry.chat_id, atMs }];
  if ((entry.type !== "accepted" && entry.type !== "refused") || entry.chat_id === null) return [];
  const kind = entry.method === "sendMessage" ? "message" : "sign";
  const text = entry.text ?? "";
  const { entities } = entry.params;
  const call: DeliveryCall = {
    ...{ kind, chatId: entry.chat_id, atMs, text, words: kind === "message" ? wordsIn(text) : null },
    ...{ isMarked: Array.isArray(entities) && entities.length > 0, end: endOf(entry) },
    retryAfter: entry.fault?.retryAfter ?? 0,
  };
  return [call];
}

function endOf(entry: Called): DeliveryEnd {
  if (entry.type === "accepted") return entry.fault?.lose ? "lost" : "taken";
  if (entry.error_code === 429) return "flood";
  if (entry.error_code >= 500) return "server-error";
  if (entry.error_code === 403) return "blocked";
  return entry.description.includes("can't parse entities") ? "bad-entities" : "refused";
}
