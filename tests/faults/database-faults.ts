import { setTimeout as sleep } from "node:timers/promises";
import type { MortalDatabase } from "@procode/db/testing";
import { createFaultProxy, type FaultProxy, seededRandom } from "@procode/sandbox";
import { type Fleet, openFleet } from "../product/open-fleet.ts";
import { type Crowd, openCrowd } from "./open-crowd.ts";
import { type DatabaseRun, readDatabaseRun } from "./read-database-run.ts";

/** Several processes whose every database connection passes a line that can be broken, and people who chat. */
export type BreakableFleet = {
  fleet: Fleet;
  database: MortalDatabase;
  line: FaultProxy;
  crowd: Crowd;
  close(): Promise<void>;
};

const CONNECTIONS = 5;
const MOST_TERMINATIONS = 60;

export async function openBreakableFleet(
  database: MortalDatabase,
  { seed, webs = 3, bots = 0, people = 6 }: { seed: number; webs?: number; bots?: number; people?: number },
): Promise<BreakableFleet> {
  const line = await createFaultProxy({ target: { port: database.port }, seed });
  const through = (address: string) => {
    const url = new URL(address);
    url.port = String(line.port);
    url.searchParams.set("connection_limit", String(CONNECTIONS));
    return url.toString();
  };
  const env = { DATABASE_URL: through(database.urls.app), DATABASE_SYSTEM_URL: through(database.urls.system) };
  const fleet = await openFleet({ seed, webs, bots, database, env });
  const crowd = await openCrowd({
    urls: () => fleet.webs.map(({ url }) => url),
    origin: fleet.env["APP_URL"] ?? "",
    people,
    seed,
  });
  return {
    ...{ fleet, database, line, crowd },
    async close() {
      await crowd.stop();
      await fleet.close();
      await line.close();
    },
  };
}

type Rounds = { seed: number; times: number };

/** D1: every backend of the database is terminated, so many times and on until it met somebody's call, while everybody chats. */
export function terminateBackends(world: BreakableFleet, { seed, times, everyMs }: Rounds & { everyMs: number }) {
  const random = seededRandom(seed, "terminations");
  const before = world.crowd.asked.length;
  const isFelt = () => world.crowd.asked.slice(before).some(({ refusals }) => refusals.length > 0);
  return underLoad(world, async (fault) => {
    for (let time = 0; time < times || (time < MOST_TERMINATIONS && !isFelt()); time++) {
      await sleep(everyMs * (0.5 + random()));
      fault();
      await terminateAll(world.database);
    }
  });
}

/** D2: the database stops at once and starts again after `whileDown`, while everybody chats. A fault counts from its return. */
export function crashDatabase(
  world: BreakableFleet,
  { seed, times, whileDown }: Rounds & { whileDown(): Promise<void> },
) {
  const random = seededRandom(seed, "crashes");
  return underLoad(world, async (fault) => {
    for (let time = 0; time < times; time++) {
      await sleep(500 + random() * 500);
      await world.database.crash();
      await whileDown();
      await world.database.start();
      fault();
      await sleep(500);
    }
  });
}

/**
 * O1: web processes in turn are asked to end, and where `again` says so another takes its port, while everybody chats
 * and knocks at its address too. Tells how each ended.
 */
export async function endInTurn(world: BreakableFleet, { times, again }: { times: number; again: boolean }) {
  const { fleet } = world;
  const stops: { code: number | null; ms: number }[] = [];
  const run = await underLoad(world, async () => {
    for (let time = 0; time < times; time++) {
      await sleep(300);
      const [web] = fleet.webs;
      if (!web) throw new Error("there is nobody to restart");
      const sinceMs = performance.now();
      const code = await web.stop();
      stops.push({ code, ms: performance.now() - sinceMs });
      if (again) await fleet.startWeb({ PORT: new URL(web.url).port });
      else await sleep(500);
      fleet.webs.shift();
    }
  });
  return { run, stops };
}

/** Lets everybody chat while `breaks` does its work, and reads what came of it. `fault` notes that something broke just now. */
export async function underLoad(
  { fleet, database, crowd }: BreakableFleet,
  breaks: (fault: () => void) => Promise<void>,
): Promise<DatabaseRun> {
  const before = crowd.asked.length;
  const faultsMs: number[] = [];
  crowd.begin();
  try {
    await breaks(() => faultsMs.push(performance.now()));
    await untilTaken(crowd, faultsMs.at(-1) ?? performance.now());
  } finally {
    await crowd.stop();
  }
  return readDatabaseRun({ database, models: fleet.models }, { asked: crowd.asked.slice(before), faultsMs });
}

export const terminateAll = (database: MortalDatabase) =>
  database.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );

/** Something was taken after `ms`, or it will never be. */
async function untilTaken({ asked }: Crowd, ms: number): Promise<void> {
  for (const untilMs = ms + 15_000; performance.now() < untilMs; await sleep(20))
    if (asked.some(({ sent, takenMs }) => sent !== null && takenMs > ms)) return;
}
