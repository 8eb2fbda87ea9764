import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { openTelegramWorld, type Persona, type TelegramWorld } from "../product/open-telegram-world.ts";
import { openReaders, queueBroadcast } from "../product/queue-broadcast.ts";
import type { ServerProcess } from "../product/start-server.ts";
import { callsTo, takenBy } from "../product/telegram-log.ts";

const FIRST = 50_000;
const chatsFrom = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);
const [READERS, OTHERS] = [chatsFrom(FIRST, 100), chatsFrom(FIRST + 100, 60)];
const HOLD_SECONDS = 3;
const PATIENCE = { timeout: 60_000, interval: 50 };
// As Telegram counts.
const LIMIT = { perBot: 30, perChat: 1, chatBurst: 3, retryAfter: 5 };

let world: TelegramWorld;
let people: Persona[];
let bots: ServerProcess[];

beforeAll(async () => {
  world = await openTelegramWorld({ seed: 8 });
  await openReaders(world, [...READERS, ...OTHERS]);
  people = await Promise.all([1, 2, 3, 4].map(() => world.newPersona()));
  bots = await Promise.all([world.startBot(), world.startBot()]);
  await vi.waitFor(() => {
    for (const { chatId } of people) expect(takenBy(world, chatId)).toHaveLength(2);
  }, PATIENCE);
}, 60_000);
afterAll(async () => {
  await Promise.all((bots ?? []).map((bot) => bot.stop()));
  await world?.close();
});

const messages = () =>
  world.telegram.log
    .entries()
    .filter((entry) => entry.type === "accepted" || entry.type === "refused")
    .filter(({ method }) => method === "sendMessage");
const broadcastTaken = () => messages().filter(({ type, chat_id }) => type === "accepted" && Number(chat_id) >= FIRST);
const untilSettled = () =>
  vi.waitFor(async () => {
    const open = "SELECT FROM telegram_sends WHERE state IN ('queued', 'sending')";
    const left = (await world.database.query(`${open} LIMIT 1`)).length;
    const waiting = (await world.database.query("SELECT FROM telegram_updates WHERE state = 'received'")).length;
    expect([left, waiting]).toEqual([0, 0]);
  }, PATIENCE);

it("T8: two processes send a broadcast and answer meanwhile: no 429 of their own, each chat in order, and replies first", async () => {
  world.telegram.control.setFloodLimit(LIMIT);
  const messagesOf = (index: number) => (index % 4 === 0 ? 3 : 1);
  await queueBroadcast(world, READERS, messagesOf);
  await vi.waitFor(() => expect(broadcastTaken().length).toBeGreaterThan(20), PATIENCE);
  for (const person of people) person.say("Now [[sandbox echo first=0 interval=0]]");
  await untilSettled();
  expect(messages().filter(({ type }) => type === "refused")).toEqual([]);
  for (const [index, chatId] of READERS.entries()) {
    const expected = Array.from({ length: messagesOf(index) }, (_, part) => `${part + 1} of ${chatId}`);
    expect(takenBy(world, chatId)).toEqual(expected);
  }
  // Whoever wrote into it did not wait for its end.
  const last = broadcastTaken().at(-30)?.seq ?? 0;
  for (const { chatId } of people) {
    const reply = callsTo(world, chatId, "sendMessage").at(-1);
    expect(reply?.text).toMatch(/^Now/);
    expect(reply?.seq).toBeLessThan(last);
  }
}, 90_000);

it("T8: a 429 of the whole bot holds every process for as long as Telegram says, and then all of it is sent", async () => {
  world.telegram.control.setFloodLimit(null);
  const rule = { method: "sendMessage", chatId: OTHERS[10] ?? 0, times: 1 };
  world.telegram.control.addRule({ ...rule, fault: { refuse: "flood", retryAfter: HOLD_SECONDS } });
  await queueBroadcast(world, OTHERS, () => 1);
  await untilSettled();
  const calls = messages().filter(({ chat_id }) => OTHERS.includes(Number(chat_id)));
  const refused = calls.filter(({ type }) => type === "refused").map(({ at }) => Date.parse(at));
  expect(refused).toHaveLength(1);
  const sinceMs = calls.map(({ at }) => Date.parse(at) - (refused[0] ?? 0));
  // What was on its way when Telegram said so arrives within the first moment.
  expect(sinceMs.filter((ms) => ms > 1_000 && ms < HOLD_SECONDS * 1_000 - 10)).toEqual([]);
  expect(sinceMs.filter((ms) => ms >= HOLD_SECONDS * 1_000 - 10).length).toBeGreaterThan(10);
  for (const chatId of OTHERS) expect(takenBy(world, chatId)).toHaveLength(1);
}, 60_000);
