import { createTestClock } from "@procode/core/testing";
import fc from "fast-check";
import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createCipher } from "../cipher.ts";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";
import { TEST_KEYS, testIds } from "../testing/test-store.ts";
import { createSeats } from "./create-seats.ts";
import { createPool } from "./pool.ts";
import { createPrismaLender } from "./prisma-lender.ts";
import { sql } from "./sql.ts";
import { transact, type TransactDeps } from "./transact.ts";
import type { Transaction } from "./transaction.ts";

// D5: one connection for everybody, on which each transaction ends in another way than it should.
let database: TestDatabase;
let pool: Pool;
let deps: TransactDeps;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
beforeEach(() => {
  const ignore = () => undefined;
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => log };
  pool = createPool({ url: database.urls.app, name: "clean", max: 1, log });
  deps = {
    ...{ pool, log, ids: testIds(), clock: createTestClock(), cipher: createCipher(TEST_KEYS) },
    ...{ takeSeat: createSeats(1, 40), nameStatement: ignore, lender: createPrismaLender(ignore), jitter: () => 0 },
  };
});
afterEach(async () => {
  await deps.lender.close();
  await pool.end();
});

const ANNA = "00000000-0000-7000-8000-0000000000a1";
const WRITE = sql`UPDATE user_settings SET theme = theme WHERE user_id = ${ANNA}::uuid`;
const assignXid = (tx: Transaction) => tx.rows(sql`SELECT txid_current()::text AS xid`);
const sealed = (tx: Transaction) => {
  const assigning = assignXid(tx);
  tx.seal();
  return assigning;
};
const stop = () =>
  database.query("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'procode-clean'");
const cut = () =>
  database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'procode-clean'");
const never = new Promise<never>(() => undefined);

type Ending = {
  does: (tx: Transaction) => Promise<unknown>;
  ends: PromiseSettledResult<unknown>["status"];
  /** What is looked at once it is over. */
  after?: (tx: Transaction) => Promise<unknown>;
};
const ENDINGS: Record<string, Ending> = {
  "it commits": { does: assignXid, ends: "fulfilled" },
  "its work throws": {
    does: (tx) => assignXid(tx).then(() => Promise.reject(new Error("a slip"))),
    ends: "rejected",
  },
  "its work throws before BEGIN was answered": { does: () => Promise.reject(new Error("a slip")), ends: "rejected" },
  "it is sealed": { does: sealed, ends: "fulfilled" },
  "it is sealed and then throws": {
    does: (tx) => sealed(tx).then(() => Promise.reject(new Error("a slip"))),
    ends: "rejected",
  },
  "it is sealed after a statement that is refused": {
    does: (tx) => {
      const refused = Promise.all([assignXid(tx), tx.rows(sql`SELECT 1 / 0`)]);
      tx.seal();
      return refused;
    },
    ends: "rejected",
  },
  "its connection is cut after it was sealed": {
    does: (tx) => {
      const slow = Promise.all([assignXid(tx), tx.rows(sql`SELECT pg_sleep(5)`), cutSoon()]);
      tx.seal();
      return slow;
    },
    ends: "rejected",
  },
  "a statement is refused": { does: (tx) => assignXid(tx).then(() => tx.rows(sql`SELECT 1 / 0`)), ends: "rejected" },
  "a refused statement is swallowed": {
    does: async (tx) => {
      const refused = await Promise.allSettled([tx.rows(sql`SELECT 1 / 0`), assignXid(tx)]);
      expect(refused.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    },
    ends: "rejected",
  },
  "a statement is cancelled": {
    does: (tx) => Promise.all([assignXid(tx), tx.rows(sql`SELECT pg_sleep(5)`), stopSoon()]),
    ends: "rejected",
  },
  "its connection is cut": {
    does: (tx) => Promise.all([assignXid(tx), tx.rows(sql`SELECT pg_sleep(5)`), cutSoon()]),
    ends: "rejected",
  },
  "a statement is still under way when it ends": {
    does: async (tx) => {
      underWay = tx.rows(sql`SELECT pg_sleep(0.02)`);
      return tx.count(WRITE);
    },
    ends: "fulfilled",
    after: () => expect(underWay).resolves.toHaveLength(1),
  },
  "others wait too long for its connection": {
    does: async (tx) => {
      await assignXid(tx);
      const waited = await Promise.allSettled([1, 2, 3].map(() => transact(deps, "BEGIN", () => never)));
      for (const one of waited) expect(one).toMatchObject({ reason: { details: { reason: "queue-full" } } });
    },
    ends: "fulfilled",
  },
  "it is told to go on after it ended": {
    does: assignXid,
    ends: "fulfilled",
    after: (tx) => expect(tx.rows(WRITE)).rejects.toThrow("after its transaction had ended"),
  },
};
let underWay: Promise<unknown>;
const running = async () =>
  (
    await database.query(
      "SELECT FROM pg_stat_activity WHERE application_name = 'procode-clean' AND query LIKE '%pg_sleep(5)%' AND state = 'active'",
    )
  ).length > 0;
async function onceRunning(act: () => Promise<unknown>): Promise<unknown> {
  while (!(await running()));
  return act();
}
const stopSoon = () => onceRunning(stop);
const cutSoon = () => onceRunning(cut);

test("whatever way a transaction ends, the next user of its connection stands in no transaction and is nobody yet", async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(Object.keys(ENDINGS), { minLength: 4, maxLength: 7 }), async (names) => {
      for (const name of names) {
        const begin = `BEGIN; SET LOCAL procode.user_id = '${ANNA}'`;
        const { does, ends, after } = ENDINGS[name] as Ending;
        let held: Transaction | undefined;
        const [outcome] = await Promise.allSettled([
          transact(deps, begin, (tx) => {
            held = tx;
            return does(tx);
          }),
        ]);
        expect([name, outcome.status]).toEqual([name, ends]);
        if (held) await after?.(held);
        const client = await pool.connect();
        const { rows } = await client.query(
          "SELECT txid_current_if_assigned()::text AS xid, coalesce(current_setting('procode.user_id', true), '') AS who, now() = statement_timestamp() AS alone",
        );
        client.release();
        expect([name, rows]).toEqual([name, [{ xid: null, who: "", alone: true }]]);
      }
    }),
    { numRuns: 4 },
  );
});
