import { setTimeout as sleep } from "node:timers/promises";
import type { ConversationPage } from "@procode/contracts";
import { type MortalDatabase, startMortalDatabase } from "@procode/db/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { callWithKey } from "../faults/call-with-key.ts";
import {
  type BreakableFleet,
  crashDatabase,
  endInTurn,
  openBreakableFleet,
  terminateBackends,
} from "../faults/database-faults.ts";
import { hearAcross } from "../faults/hear-across.ts";
import { judgeDatabaseRun } from "../faults/judge-database-run.ts";
import type { Member } from "../faults/open-crowd.ts";
import { type DatabaseRun, readDatabaseRun } from "../faults/read-database-run.ts";
import { startWeb } from "../product/start-web.ts";

const SEED = 41;
const PEOPLE = 5;
let database: MortalDatabase;
let world: BreakableFleet;
let conversationId: string;
beforeAll(async () => {
  database = await startMortalDatabase();
  world = await openBreakableFleet(database, { seed: SEED, webs: 2, people: PEOPLE });
  conversationId = (await world.crowd.ask(member(0))).sent?.conversationId ?? "";
});
afterAll(async () => {
  await world?.close();
  await database?.stop();
});

function member(index: number): Member {
  const found = world.crowd.members[index % PEOPLE];
  if (!found) throw new Error("nobody is there");
  return found;
}
function web(index: number): string {
  const url = world.fleet.webs[index % world.fleet.webs.length]?.url;
  if (!url) throw new Error("no process is there");
  return url;
}
const refusals = ({ asked }: Pick<DatabaseRun, "asked">) => asked.flatMap((one) => one.refusals);
const hear = () => hearAcross(member(0).key, { at: web(1), from: web(0), conversationId });
const list = (index: number) => callWithKey(web(index), member(index).key, { path: "conversations.list", input: {} });

describe("D1: every connection is terminated, again and again, while people chat through two processes", () => {
  it("refuses in words that clients retry by, leaves nothing half written, and the feed goes on", async () => {
    const run = await terminateBackends(world, { seed: SEED, times: 4, everyMs: 600 });
    expect(judgeDatabaseRun(run)).toEqual([]);
    expect(refusals(run).length).toBeGreaterThan(0);
    expect(run.recoveredMs.length).toBeGreaterThanOrEqual(4);
    await vi.waitFor(async () => expect(await hear()).toBeLessThan(2_000), { timeout: 5_000 });
  });
});

describe("D2: the database stops at once under load, and starts again", () => {
  it("has all that was confirmed, and a process that begins meanwhile waits for it in words", async () => {
    let booting: ReturnType<typeof startWeb> | undefined;
    const run = await crashDatabase(world, {
      seed: SEED,
      times: 1,
      async whileDown() {
        await new Promise<void>((resolve) => {
          booting = startWeb(world.fleet.env, (text) => {
            if (text.includes("the start goes on by itself as soon as it answers")) resolve();
          });
        });
      },
    });
    expect(judgeDatabaseRun(run)).toEqual([]);
    expect(refusals(run).length).toBeGreaterThan(0);
    const booted = await booting;
    if (!booted) throw new Error("nobody began");
    world.fleet.webs.push(booted);
    expect((await callWithKey(booted.url, member(0).key, { path: "conversations.list", input: {} })).kind).toBe("data");
  });
});

describe("D3: the line to the database goes silent without an end", () => {
  it("ends every wait, notices at the feed, keeps the words of an answer, and serves again when the line is back", async () => {
    const long = await world.crowd.ask(member(0), "first=10 interval=40 tokens=120");
    await sleep(300);
    await world.line.setFaults({ blackhole: true });
    const waited: number[] = [];
    const startedMs = performance.now();
    const calls = Array.from({ length: 8 }, async (_, index) => {
      const reply = await list(index);
      waited.push(performance.now() - startedMs);
      return reply;
    });
    for (const reply of await Promise.all(calls))
      expect(reply).toMatchObject({ kind: "refused", status: 503, reason: "database-away", retryAfter: "5" });
    expect(Math.max(...waited)).toBeLessThan(6_500);
    for (const { output } of world.fleet.webs)
      await vi.waitFor(() => expect(output()).toContain("the feed's connection does not answer"), { timeout: 3_000 });
    await world.line.setFaults({});
    const backMs = performance.now();
    await vi.waitFor(async () => expect((await list(0)).kind).toBe("data"), { timeout: 5_000, interval: 50 });
    for (let index = 0; index < 20; index++) await list(index);
    await vi.waitFor(async () => expect(await hear()).toBeLessThan(2_000), { timeout: 10_000 });
    expect(performance.now() - backMs).toBeLessThan(10_000);
    const run = await readDatabaseRun({ database, models: world.fleet.models }, { asked: [long], faultsMs: [] });
    expect(judgeDatabaseRun(run)).toEqual([]);
  });
});

describe("D4 and D5: two hundred calls at once on five connections, all held up by a lock", () => {
  it("are taken or told when to come again, none holds a transaction while the model thinks, and every connection is clean afterwards", async () => {
    const before = world.crowd.asked.length;
    const lock = database.query("BEGIN; LOCK TABLE messages IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(5.2); COMMIT");
    const asking = Promise.all(
      Array.from({ length: 200 }, (_, index) => world.crowd.ask(member(index), "echo first=2500 interval=1")),
    );
    await lock;
    const idle: unknown[] = [];
    const sampling = new AbortController();
    const sampled = (async () => {
      while (!sampling.signal.aborted) {
        idle.push(...(await database.query(IDLE_IN_TRANSACTION)));
        await sleep(100);
      }
    })();
    await asking;
    const asked = world.crowd.asked.slice(before);
    const run = await readDatabaseRun({ database, models: world.fleet.models }, { asked, faultsMs: [] });
    sampling.abort();
    await sampled;
    expect(judgeDatabaseRun(run)).toEqual([]);
    expect(refusals(run).length).toBeGreaterThan(0);
    expect(idle).toEqual([]);
    await vi.waitFor(async () => expect(await database.query(UNCLEAN)).toEqual([]), { timeout: 5_000 });
    for (const reply of await Promise.all(
      Array.from({ length: 24 }, (_, index) => list(index).then((found) => ({ found, index }))),
    )) {
      if (reply.found.kind !== "data") throw new Error(JSON.stringify(reply.found));
      const { conversations } = reply.found.data as ConversationPage;
      const owners = await database.query<{ owner: string }>(
        "SELECT DISTINCT user_id AS owner FROM conversations WHERE id = ANY ($1)",
        [conversations.map(({ id }) => id)],
      );
      expect(owners).toEqual([{ owner: member(reply.index).userId }]);
    }
  });
});

describe("D6: PostgreSQL ends a transaction for the sake of another one", () => {
  beforeAll(() =>
    database.query(`
      CREATE SEQUENCE conflict_tries;
      GRANT USAGE ON SEQUENCE conflict_tries TO procode_app;
      CREATE FUNCTION conflict() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('conflict_tries') <= TG_ARGV[0]::int THEN RAISE EXCEPTION 'no' USING ERRCODE = TG_ARGV[1]; END IF;
        RETURN NEW; END $$`),
  );

  it.each([
    { conflict: "a serialization failure", code: "40001" },
    { conflict: "a deadlock", code: "40P01" },
  ])("$conflict is tried three times, and then told as 409; the same message again is taken once", async ({ code }) => {
    await database.query(`ALTER SEQUENCE conflict_tries RESTART;
      CREATE TRIGGER conflict BEFORE INSERT ON conversations FOR EACH ROW EXECUTE FUNCTION conflict(5, '${code}')`);
    const send = {
      path: "chat.send",
      isMutation: true,
      input: { clientId: crypto.randomUUID(), text: "[[sandbox echo]]" },
    };
    const tries = async () =>
      (await database.query<{ n: number }>("SELECT last_value::int AS n FROM conflict_tries"))[0]?.n;
    const first = await callWithKey(web(0), member(0).key, send);
    expect(first).toEqual({ kind: "refused", status: 409, reason: "unexpected", retryAfter: "1" });
    expect(await tries()).toBe(3);
    const second = await callWithKey(web(0), member(0).key, send);
    expect([second.kind, await tries()]).toEqual(["data", 6]);
    await database.query("DROP TRIGGER conflict ON conversations");
    const rows = await database.query("SELECT FROM messages WHERE client_id = $1", [send.input.clientId]);
    expect(rows).toHaveLength(1);
  });
});

describe("O1: a web process is asked to end under load", () => {
  it("is gone within ten seconds, and clients that go on to the next one lose nothing and see no error", async () => {
    const { run, stops } = await endInTurn(world, { times: 1, again: false });
    expect(judgeDatabaseRun(run, { noAnswer: true })).toEqual([]);
    for (const { code, ms } of stops) expect([code, ms < 10_000]).toEqual([0, true]);
    // Its port is closed, or was closed at the very moment of the call; nobody was told of a failure.
    expect(refusals(run).filter(({ kind }) => kind !== "no-answer")).toEqual([]);
    expect(refusals(run).length).toBeGreaterThan(0);
  });
});

// Longer than a process takes to send the next statement, shorter than the model thinks.
const IDLE_IN_TRANSACTION = `SELECT pid, query FROM pg_stat_activity WHERE datname = current_database()
  AND application_name LIKE 'procode-%' AND state LIKE 'idle in transaction%' AND clock_timestamp() - state_change > interval '1.5 s'`;
const UNCLEAN = `SELECT pid, state, backend_xid FROM pg_stat_activity WHERE datname = current_database()
  AND application_name LIKE 'procode-%' AND (state <> 'idle' OR backend_xid IS NOT NULL OR xact_start IS NOT NULL)`;
