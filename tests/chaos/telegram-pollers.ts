import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom } from "@procode/sandbox";
import { openTelegramWorld, type Persona, type TelegramWorld } from "../product/open-telegram-world.ts";
import type { ServerProcess } from "../product/start-server.ts";
import { countSending, type JudgedUpdates, judgeUpdates, untilIdle } from "./judge-updates.ts";

/** What happens to the process that polls: kill -9, SIGTERM, or SIGSTOP past its lease and SIGCONT. */
export type PollerFault = "kill" | "stop" | "pause";
export type PollersRun = { seed: number; chats: number; faults: readonly PollerFault[] };
export type PollersCounts = JudgedUpdates & {
  updates: number;
  /** From each fault until an update that came after it was stored, in ms. */
  takeoversMs: { fault: PollerFault; ms: number }[];
  /** Processes that were paused, lost their lease and went on polling. */
  stubborn: number;
  inFlight: number;
};

const WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 25;

/**
 * Two bots with one token. People write all the time while whichever bot polls is killed, ended or held; judged by the
 * logs of the sandboxes. The same seed draws the same texts and pauses.
 */
export async function runTelegramPollers({ seed, chats, faults }: PollersRun): Promise<PollersCounts> {
  const world = await openTelegramWorld({ seed, env: { LOG_LEVEL: "info" } });
  const random = seededRandom(seed, "telegram-pollers");
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  try {
    const people = await Promise.all(Array.from({ length: chats }, () => world.newPersona()));
    world.telegram.control.addRule({ method: "sendMessage", probability: 0.3, fault: { delayMs: 150 } });
    const bots = [await world.startBot(), await world.startBot()];
    const asked: { person: Persona; marker: string }[] = [];
    const ask = (): string => {
      const person = people[between(0, chats - 1)] as Persona;
      const marker = `u${asked.length + 1}.`;
      person.say(`${marker} [[sandbox echo first=${between(0, 80)} interval=${between(0, 8)}]]`);
      asked.push({ person, marker });
      return marker;
    };
    let isAsking = true;
    const asking = (async () => {
      while (isAsking) {
        ask();
        await sleep(between(20, 150));
      }
    })();
    const takeoversMs: PollersCounts["takeoversMs"] = [];
    let inFlight = 0;
    let stubborn = 0;
    for (const fault of faults) {
      const { bot: poller, fence } = await findPoller(world, bots);
      await sleep(between(200, 800));
      const startedMs = performance.now();
      const ended = hit(poller, fault);
      if (fault !== "stop") {
        // The database still ends what the held process had asked of it.
        await sleep(100);
        inFlight += await countSending(world);
      }
      await untilStoredAfter(world, fence);
      takeoversMs.push({ fault, ms: Math.round(performance.now() - startedMs) });
      await ended;
      if (fault === "pause") {
        poller.signal("SIGCONT");
        if (!(await standsBy(poller))) stubborn++;
      } else bots[bots.indexOf(poller)] = await world.startBot();
    }
    isAsking = false;
    await asking;
    await untilIdle(world);
    await Promise.all(bots.map((bot) => bot.stop()));
    return { updates: asked.length, takeoversMs, stubborn, inFlight, ...(await judgeUpdates(world, people, asked)) };
  } finally {
    await world.close();
  }
}

async function hit(bot: ServerProcess, fault: PollerFault): Promise<void> {
  if (fault === "kill") return bot.kill();
  if (fault === "stop") return void (await bot.stop());
  bot.signal("SIGSTOP");
}

/** The bot that polls, by its own word, and the fence with which it does. */
async function findPoller(world: TelegramWorld, bots: ServerProcess[]): Promise<{ bot: ServerProcess; fence: number }> {
  return until("a bot polls", async () => {
    const [row] = await world.database.query<{ fence: number }>(
      "SELECT fence FROM telegram_pollers WHERE worker_id IS NOT NULL",
    );
    const bot = row && bots.find((one) => lastWord(one)?.fence === row.fence);
    return bot && { bot, fence: row.fence };
  });
}

/** Another process polls and has stored something. */
async function untilStoredAfter({ database }: TelegramWorld, fence: number): Promise<void> {
  const newest = async () =>
    (await database.query<{ id: number | null }>("SELECT max(update_id)::float8 AS id FROM telegram_updates"))[0]?.id ??
    0;
  await until("another bot polls", async () => {
    const [row] = await database.query("SELECT FROM telegram_pollers WHERE worker_id IS NOT NULL AND fence > $1", [
      fence,
    ]);
    return row;
  });
  const before = await newest();
  await until("an update is stored", async () => (await newest()) > before);
}

async function standsBy(bot: ServerProcess): Promise<boolean> {
  const end = performance.now() + WITHIN_MS;
  while (performance.now() < end) {
    if (lastWord(bot)?.fence === null) return true;
    await sleep(LOOK_EVERY_MS);
  }
  return false;
}

/** What a bot said last about who polls: itself with a fence, or another one. */
function lastWord(bot: ServerProcess): { fence: number | null } | null {
  const lines = bot
    .output()
    .split("\n")
    .filter((line) => /asks Telegram for updates/.test(line));
  const last = lines.at(-1);
  if (last === undefined) return null;
  const { fence } = JSON.parse(last) as { fence?: number };
  return { fence: fence ?? null };
}

async function until<Found>(what: string, look: () => Promise<Found | undefined | false>): Promise<Found> {
  const end = performance.now() + WITHIN_MS;
  while (performance.now() < end) {
    const found = await look();
    if (found) return found;
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error(`In ${WITHIN_MS / 1_000} s it did not come to pass that ${what}.`);
}
