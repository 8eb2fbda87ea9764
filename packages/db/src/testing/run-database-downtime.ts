import {
  type DowntimeRun,
  downtimeStart,
  createTestClock,
  createTestContext,
  runDowntime,
} from "@procode/core/testing";
import { Client } from "pg";
import { newPerson } from "./contract/actions.ts";
import { startTestDatabase } from "./start-test-database.ts";
import { createTestStore } from "./test-store.ts";

/** One outage of that seed on a PostgreSQL of its own, whose time is moved to where the seed begins. */
export async function runDatabaseDowntime(seed: number, people: number): Promise<DowntimeRun> {
  const database = await startTestDatabase();
  // Time passes some hundred times, too often for a connection each.
  const owner = new Client({ connectionString: database.superuserUrl });
  await owner.connect();
  const { store, ids } = createTestStore(database);
  const clock = createTestClock(downtimeStart(seed));
  const base = createTestContext();
  const shift = async (seconds: number) =>
    void (await owner.query("UPDATE instance SET lease_shift_seconds = lease_shift_seconds + $1", [seconds]));
  const now = async () => (await owner.query<{ now: Date }>("SELECT procode_now() AS now")).rows[0]?.now ?? clock.now();
  /** The database's own clock goes on meanwhile, and this one with it. */
  const meet = async () => clock.advance((await now()).getTime() - clock.now().getTime());
  try {
    await shift(Math.round((clock.now().getTime() - (await now()).getTime()) / 1_000));
    const subject = { store, clock, ids, shiftLeaseTime: shift, close: async () => undefined };
    return await runDowntime({
      ...{ seed, people, models: base.models, telegram: base.channels.telegram },
      services: { ...base, store, clock, ids: { ...base.ids, next: ids.next } },
      newPerson: () => newPerson(subject),
      async pass(seconds) {
        await shift(seconds);
        await meet();
      },
    });
  } finally {
    await store.close();
    await owner.end();
    await database.stop();
  }
}
