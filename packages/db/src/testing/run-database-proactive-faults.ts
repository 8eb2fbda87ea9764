import type { ProactiveState } from "@procode/contracts";
import {
  connectChats,
  createTestClock,
  createTestContext,
  type ProactiveFaultRow,
  type ProactiveFaultRun,
  runProactiveFaults,
  seeded,
} from "@procode/core/testing";
import { Client } from "pg";
import { newPerson } from "./contract/actions.ts";
import { startTestDatabase } from "./start-test-database.ts";
import { createTestStore } from "./test-store.ts";

const HOUR_MS = 3_600_000;

export type DatabaseFaults = {
  seed: number;
  hours: number;
  kills: number;
  /** Whose clock is an hour ahead or back at times; left out: nobody's. */
  jumps?: "processes" | "database";
};
export type DatabaseFaultRun = {
  run: ProactiveFaultRun;
  jumps: number;
  rows: (ProactiveFaultRow & { userId: string; slot: Date })[];
  decisions: number;
  moves: { from: ProactiveState | null; to: ProactiveState }[];
};

/** The faults of that seed for two people, on a PostgreSQL of its own. */
export async function runDatabaseProactiveFaults({
  seed,
  hours,
  kills,
  jumps: whose,
}: DatabaseFaults): Promise<DatabaseFaultRun> {
  const database = await startTestDatabase();
  const { store, ids } = createTestStore(database);
  // Time passes some hundred times, too often for a connection each.
  const owner = new Client({ connectionString: database.superuserUrl });
  await owner.connect();
  // What is over is judged by the database's time, so the clock that plans goes with it.
  const [instance] = await database.query<{ now: Date }>("SELECT procode_now() AS now");
  const clock = createTestClock(new Date(Math.floor((instance?.now.getTime() ?? 0) / HOUR_MS) * HOUR_MS));
  const base = createTestContext();
  const random = seeded(seed * 7);
  let [shiftMs, jumps] = [0, 0];
  const shift = async (seconds: number) =>
    void (await owner.query("UPDATE instance SET lease_shift_seconds = lease_shift_seconds + $1", [seconds]));
  async function jump(): Promise<void> {
    if (whose === undefined || random.chance() > 0.2) return;
    jumps++;
    const before = shiftMs;
    shiftMs = random.pick([-HOUR_MS, 0, HOUR_MS]);
    if (whose === "database") await shift((shiftMs - before) / 1_000);
  }
  const now = () => new Date(clock.now().getTime() + (whose === "processes" ? shiftMs : 0));
  try {
    const people = await connectChats({ store, clock }, [11, 12], () => newPerson({ store, ids }));
    const run = await runProactiveFaults({
      ...{ seed, people, hours, kills, models: base.models, telegram: base.channels.telegram },
      services: { ...base, store, clock: { ...clock, now }, ids: { ...base.ids, next: ids.next } },
      async pass(seconds) {
        clock.advance(seconds * 1_000);
        await shift(seconds);
        await jump();
      },
    });
    const [decided] = await database.query<{ count: number }>("SELECT count(*)::int FROM proactive_decisions");
    return {
      ...{ run, jumps, decisions: decided?.count ?? 0 },
      rows: await database.query(
        'SELECT user_id AS "userId", slot, text, state, channel, reason FROM proactive_plans JOIN proactive_messages USING (user_id, id)',
      ),
      moves: await database.query('SELECT from_state AS "from", to_state AS "to" FROM proactive_moves'),
    };
  } finally {
    await owner.end();
    await store.close();
    await database.stop();
  }
}
