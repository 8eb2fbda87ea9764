import type { Conversation } from "@procode/contracts";
import { startTestDatabase, type TestDatabase } from "@procode/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowserless } from "../product/open-browserless.ts";
import { type Fleet, openFleet } from "../product/open-fleet.ts";
import { type PgBouncer, startPgBouncer } from "../product/start-pgbouncer.ts";
import { searchProgram } from "../runner/find-program.ts";
import { PGBOUNCER } from "../runner/programs.ts";

/** Fewer than the processes would open for themselves, so that each is handed from transaction to transaction. */
const SIZE = 2;

describe.skipIf(searchProgram(PGBOUNCER) === null)("through PgBouncer in transaction mode", () => {
  let database: TestDatabase;
  let pgbouncer: PgBouncer;
  let fleet: Fleet;
  beforeAll(async () => {
    database = await startTestDatabase();
    pgbouncer = await startPgBouncer([database.urls.app, database.urls.system], SIZE);
    fleet = await openFleet({
      ...{ webs: 2, database },
      env: {
        DATABASE_URL: pgbouncer.through(database.urls.app),
        DATABASE_SYSTEM_URL: pgbouncer.through(database.urls.system),
        DATABASE_DIRECT_URL: database.urls.app,
      },
    });
  });
  afterAll(async () => {
    await fleet?.close();
    await pgbouncer?.stop();
  });

  it("people of two processes chat at once on two connections: each sees their own alone, and it is followed elsewhere", async () => {
    const [here = "", there = ""] = fleet.webs.map(({ url }) => url);
    const origin = new URL(here).origin;
    await Promise.all(
      Array.from({ length: 8 }, async (_, number) => {
        const web = openBrowserless(number % 2 === 0 ? here : there, origin);
        const { email, password } = await web.signUp();
        const words = `Number ${number} counts the storks`;
        const sent = await web.send(`${words} [[sandbox echo first=20 interval=5]]`);
        const elsewhere = openBrowserless(number % 2 === 0 ? there : here, origin);
        await elsewhere.logIn(email, password);
        const [mine, followed] = await Promise.all([
          web.follow(sent.generationId),
          elsewhere.follow(sent.generationId),
        ]);
        expect(mine.text).toContain(words);
        expect([followed.text, followed.message?.status]).toEqual([mine.text, "complete"]);
        const { conversations } = await elsewhere.ask<{ conversations: Conversation[] }>("conversations.list", {});
        expect(conversations.map(({ title }) => title.slice(0, words.length))).toEqual([words]);
      }),
    );
    // Past it goes the line of the feed alone.
    const open = await database.query<{ pool: string; count: number }>(
      `SELECT application_name AS pool, count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND application_name IN ('procode-app', 'procode-system') GROUP BY 1 ORDER BY 1`,
    );
    expect(open.map(({ pool }) => pool)).toEqual(["procode-app", "procode-system"]);
    for (const { pool, count } of open) expect([pool, count <= SIZE]).toEqual([pool, true]);
  });
});
