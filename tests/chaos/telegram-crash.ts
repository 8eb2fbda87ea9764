import { setTimeout as sleep } from "node:timers/promises";
import { LEASE_SECONDS } from "@procode/core";
import { seededRandom } from "@procode/sandbox";
import { openTelegramWorld, type Persona } from "../product/open-telegram-world.ts";
import { countSending, type JudgedUpdates, judgeUpdates, untilIdle } from "./judge-updates.ts";

export type CrashRun = { seed: number; updates: number; chats: number; kills: number };
export type CrashCounts = JudgedUpdates & {
  updates: number;
  kills: number;
  /** Sends that were on their way when a process was killed. */
  inFlight: number;
};

/** A process that never gets to the end of anything is another fault: what begins twenty times in vain is given up, in words. */
const SHORTEST_LIFE_MS = 800;

/**
 * Sends updates from many chats while the bot is killed again and again, and judges what came of each by the logs of
 * the sandboxes. The same seed draws the same texts, pauses and kills.
 */
export async function runTelegramCrash({ seed, updates, chats, kills }: CrashRun): Promise<CrashCounts> {
  const world = await openTelegramWorld({ seed });
  const random = seededRandom(seed, "telegram-crash");
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  try {
    const people = await Promise.all(Array.from({ length: chats }, () => world.newPersona()));
    // Telegram takes its time over some messages, so that kills find sends on their way.
    world.telegram.control.addRule({ method: "sendMessage", probability: 0.3, fault: { delayMs: 150 } });
    let bot = await world.startBot();
    const asked: { person: Persona; marker: string }[] = [];
    const asking = (async () => {
      for (let number = 1; number <= updates; number++) {
        const person = people[between(0, chats - 1)] as Persona;
        const marker = `u${number}.`;
        person.say(`${marker} [[sandbox echo first=${between(0, 80)} interval=${between(0, 8)}]]`);
        asked.push({ person, marker });
        await sleep(between(0, 90));
      }
    })();
    let inFlight = 0;
    for (let number = 0; number < kills; number++) {
      await sleep(between(SHORTEST_LIFE_MS, 3_000));
      await bot.kill();
      // The database still ends what the dead process had asked of it.
      await sleep(100);
      inFlight += await countSending(world);
      // The lease of the dead process is over at once; that it holds for its time is proven elsewhere.
      await world.database.shiftLeaseTime(LEASE_SECONDS + 1);
      bot = await world.startBot();
    }
    await asking;
    await untilIdle(world);
    await bot.stop();
    return { updates, kills, inFlight, ...(await judgeUpdates(world, people, asked)) };
  } finally {
    await world.close();
  }
}
