import { startMortalDatabase } from "@procode/db/testing";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type BreakableFleet,
  crashDatabase,
  endInTurn,
  openBreakableFleet,
  terminateBackends,
} from "../faults/database-faults.ts";
import { judgeDatabaseRun } from "../faults/judge-database-run.ts";
import type { DatabaseRun } from "../faults/read-database-run.ts";
import type { Persona } from "../product/open-telegram-world.ts";
import { takenBy } from "../product/telegram-log.ts";

export type DatabaseChaos = { seed: number; terminations?: number; crashes?: number; restarts?: number };

const WEBS = 3;
const CHATS = 6;

/**
 * The long form of D1, D2 and O1: three web processes, a bot and people who chat, while every connection is terminated
 * twenty times within a minute, the database crashes, and every process is restarted in turn. Returns the counts of
 * each and what does not hold, in words.
 */
export async function runDatabaseChaos({
  seed,
  terminations = 20,
  crashes = 5,
  restarts = 2 * WEBS,
}: DatabaseChaos): Promise<{ summary: string; problems: string[] }> {
  const database = await startMortalDatabase();
  const world = await openBreakableFleet(database, { seed, webs: WEBS, bots: 1 });
  const problems: string[] = [];
  const counts: string[] = [];
  const note = (name: string, run: DatabaseRun, more: string[]) => {
    const refusals = run.asked.flatMap((one) => one.refusals).length;
    const slowest = Math.round(Math.max(0, ...run.recoveredMs));
    counts.push(`${name} ${run.asked.length} messages, ${refusals} refusals, back within ${slowest} ms`);
    problems.push(...more.map((problem) => `${name}: ${problem}`));
  };
  try {
    const cut = await terminateBackends(world, { seed, times: terminations, everyMs: 3_000 });
    note("D1", cut, judgeDatabaseRun(cut));
    const crashed = await crashDatabase(world, { seed, times: crashes, whileDown: () => sleep(1_000) });
    note("D2", crashed, judgeDatabaseRun(crashed));
    const people = await Promise.all(Array.from({ length: CHATS }, () => world.fleet.newPersona()));
    const talking = talkThroughRestarts(world, people);
    const { run, stops } = await endInTurn(world, { times: restarts, again: true });
    const late = stops.filter(({ code, ms }) => code !== 0 || ms > 10_000);
    const slow = late.map(({ code, ms }) => `a web process ended with ${code} after ${Math.round(ms)} ms`);
    note("O1", run, [...judgeDatabaseRun(run, { noAnswer: true }), ...slow, ...(await talking)]);
  } finally {
    await world.close();
    await database.stop();
  }
  return { summary: counts.join("; "), problems };
}

/** People talk in Telegram while the bot is asked to end three times: each message is answered once, in order, and surely. */
async function talkThroughRestarts({ fleet, database }: BreakableFleet, people: Persona[]): Promise<string[]> {
  const problems: string[] = [];
  const asked = 12;
  for (let number = 1; number <= asked; number++) {
    for (const person of people) person.say(`q${number}. [[sandbox echo first=40 interval=5]]`);
    await sleep(500);
    if (number % 4 !== 0) continue;
    const [bot] = fleet.bots.splice(0, 1);
    const sinceMs = performance.now();
    const code = await bot?.stop();
    const ms = performance.now() - sinceMs;
    if (code !== 0 || ms > 10_000) problems.push(`the bot ended with ${code} after ${Math.round(ms)} ms`);
    await fleet.startBot();
  }
  const answersTo = ({ chatId }: Persona) => takenBy(fleet, chatId).flatMap((text) => /^q\d+\./.exec(text) ?? []);
  for (const untilMs = performance.now() + 60_000; performance.now() < untilMs; await sleep(200))
    if (people.every((person) => answersTo(person).length >= asked)) break;
  const wanted = Array.from({ length: asked }, (_, index) => `q${index + 1}.`).join(" ");
  for (const person of people) {
    const answers = answersTo(person).join(" ");
    if (answers !== wanted) problems.push(`chat ${person.chatId} was answered ${answers}`);
  }
  const unsure = await database.query<{ key: string; state: string }>(
    "SELECT dedupe_key AS key, state FROM telegram_sends WHERE state <> 'sent'",
  );
  const open = await database.query<{ id: string }>(
    "SELECT update_id AS id FROM telegram_updates WHERE state <> 'done'",
  );
  problems.push(...unsure.map(({ key, state }) => `the send ${key} is ${state}`));
  problems.push(...open.map(({ id }) => `the update ${id} is not done`));
  return problems;
}
