import { setTimeout as sleep } from "node:timers/promises";
import { openTelegramWorld } from "../../tests/product/open-telegram-world.ts";
import { openReaders, queueBroadcast } from "../../tests/product/queue-broadcast.ts";
import type { EndStack } from "../servers/create-end-stack.ts";
import { type Row, rowOf } from "./row.ts";

const CHATS = 1_000;
const BOTS = 2;
const GOAL_A_SECOND = 28;
const LONGEST_MS = 120_000;
/** Telegram's own limits, as the sandbox holds them: thirty in any second, one a second into a chat with a short burst. */
const LIMIT = { perBot: 30, perChat: 1, chatBurst: 3, retryAfter: 5 };

/**
 * P12: a broadcast of one message to each of a thousand chats, by two processes, at a Telegram that counts. One such run is
 * thirty seconds of the same, so it is done once, whatever the rounds.
 */
export async function measureTelegramDelivery(ends: EndStack): Promise<Row[]> {
  const world = await openTelegramWorld();
  await ends.add({ stop: () => world.close() });
  const chatIds = Array.from({ length: CHATS }, (_, index) => 10_000 + index);
  await openReaders(world, chatIds);
  for (let started = 0; started < BOTS; started++) {
    const bot = await world.startBot();
    await ends.add({
      async stop() {
        await bot.stop();
      },
    });
  }
  world.telegram.control.setFloodLimit(LIMIT);
  await queueBroadcast(world, chatIds, () => 1);
  const endMs = performance.now() + LONGEST_MS;
  const calls = () =>
    world.telegram.log
      .entries()
      .filter((entry) => entry.type === "accepted" || entry.type === "refused")
      .filter(({ method }) => method === "sendMessage");
  const taken = () => calls().filter(({ type }) => type === "accepted");
  while (taken().length < CHATS && performance.now() < endMs) await sleep(250);
  const times = taken().map(({ at }) => Date.parse(at));
  if (times.length !== CHATS) throw new Error(`${times.length} of ${CHATS} messages came in ${LONGEST_MS / 1_000} s.`);
  const aSecond = (CHATS - 1) / (((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000);
  const refused = calls().filter(({ type }) => type === "refused").length;
  return [
    rowOf(
      {
        id: "P12",
        what: `${CHATS} chats, one message each, ${BOTS} processes: taken by Telegram`,
        unit: "/s",
        note: `at most ${mostInASecond(times)} in any second`,
      },
      { upstream: [], route: [], procode: [aSecond] },
      ({ procode }) => ({
        compared: `${procode.toFixed(1)} a second`,
        goal: `${GOAL_A_SECOND}–30 a second`,
        met: procode >= GOAL_A_SECOND && procode <= LIMIT.perBot,
      }),
    ),
    rowOf(
      { id: "P12", what: "429 of its own making", unit: "" },
      { upstream: [], route: [], procode: [refused] },
      ({ procode }) => ({ compared: `${procode}`, goal: "0", met: procode === 0 }),
    ),
  ];
}

function mostInASecond(times: number[]): number {
  return Math.max(...times.map((at) => times.filter((other) => other > at - 1_000 && other <= at).length));
}
