import { ProactiveState } from "@procode/contracts";
import { LEGAL_MOVES } from "@procode/core";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPerson } from "../../testing/contract/actions.ts";
import { schedule } from "../../testing/contract/proactive-actions.ts";
import { startTestDatabase, type TestDatabase } from "../../testing/start-test-database.ts";
import { createTestStore } from "../../testing/test-store.ts";

const STATES = ProactiveState.options;
let database: TestDatabase;
let client: Client;
let place: { userId: string; id: string };

beforeAll(async () => {
  database = await startTestDatabase();
  const { store, ...rest } = createTestStore(database);
  const subject = { store, ...rest, shiftLeaseTime: database.shiftLeaseTime, close: async () => undefined };
  const userId = await newPerson(subject);
  place = { userId, id: await schedule(subject, userId) };
  await store.close();
  client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.stop();
});

const update = (assignments: string, values: string[] = []) =>
  client.query(`UPDATE proactive_messages SET ${assignments} WHERE user_id = $1 AND id = $2`, [
    place.userId,
    place.id,
    ...values,
  ]);
/** Past the trigger, which no role of the product can switch off. */
async function putInto(state: string): Promise<void> {
  await client.query("SET session_replication_role = replica");
  await update("state = $3, channel = 'web', worker_id = 'w', lease_until = now()", [state]);
  await client.query("SET session_replication_role = DEFAULT");
}

// The superuser passes every policy and privilege, but no trigger: whoever writes, no other move is possible.
test("of all moves between two states the database takes the legal ones, and refuses every other", async () => {
  const taken: string[] = [];
  const refused = new Set<unknown>();
  for (const from of STATES)
    for (const to of STATES) {
      await putInto(from);
      await update("state = $3", [to]).then(
        () => taken.push(`${from} ${to}`),
        (error: { code?: string }) => refused.add(error.code),
      );
    }
  expect(taken).toEqual(
    STATES.flatMap((from) => STATES.filter((to) => LEGAL_MOVES[from].includes(to)).map((to) => `${from} ${to}`)),
  );
  expect([...refused]).toEqual(["PC001"]);
});

test("one is born as a candidate only, is read on the web only, and sent to Telegram only with its number", async () => {
  const born = client.query(
    `INSERT INTO proactive_messages (user_id, id, state, reason, expires_at, next_try_at)
     VALUES ($1, gen_random_uuid(), 'scheduled', '', now(), now())`,
    [place.userId],
  );
  await expect(born).rejects.toMatchObject({ code: "PC001" });
  await putInto("sent");
  await expect(update("state = 'read', channel = 'email'")).rejects.toMatchObject({ code: "PC001" });
  await putInto("sending");
  await expect(update("state = 'sent', channel = 'telegram'")).rejects.toMatchObject({ code: "23514" });
});

test("what is ordered stands at a whole minute, and what is unasked at a whole hour", async () => {
  const plan = (assignments: string) =>
    client.query(`UPDATE proactive_plans SET ${assignments} WHERE user_id = $1 AND id = $2`, [place.userId, place.id]);
  await expect(plan("slot = slot + interval '1 second'")).rejects.toMatchObject({ code: "23514" });
  await expect(plan("rule = 'promise', slot = slot + interval '1 minute'")).rejects.toMatchObject({ code: "23514" });
});

test("each move is noted by the database itself, and no role of the product can change or drop what was noted", async () => {
  const count = async () =>
    (await client.query("SELECT count(*)::int AS count FROM proactive_moves WHERE proactive_id = $1", [place.id]))
      .rows[0].count;
  await putInto("scheduled");
  const before = await count();
  await update("state = 'cancelled', reason = 'a test'");
  expect(await count()).toBe(before + 1);
  for (const url of [database.urls.app, database.urls.system])
    for (const statement of [
      "UPDATE proactive_moves SET reason = 'x'",
      "DELETE FROM proactive_moves",
      "DELETE FROM proactive_messages",
      "DELETE FROM proactive_plans",
      "UPDATE proactive_plans SET text = 'another'",
    ]) {
      const role = new Client({ connectionString: url });
      await role.connect();
      await expect(role.query(statement), statement).rejects.toMatchObject({ code: "42501" });
      await role.end();
    }
});

test("moves are counted by the database, also where a statement counts them itself", async () => {
  const counted = async () =>
    (
      await client.query<{ moves: number; noted: number }>(
        `SELECT m.moves, (SELECT max(number) FROM proactive_moves v WHERE v.user_id = m.user_id AND v.proactive_id = m.id) AS noted
         FROM proactive_messages m WHERE m.user_id = $1 AND m.id = $2`,
        [place.userId, place.id],
      )
    ).rows[0];
  await putInto("scheduled");
  const before = (await counted())?.moves ?? 0;
  for (const invented of ["moves = moves + 1", "moves = 0", "moves = moves + 1, state = 'scheduled'"])
    await expect(update(invented), invented).rejects.toMatchObject({ code: "PC001" });
  await update("state = 'claimed', moves = moves + 7");
  expect(await counted()).toEqual({ moves: before + 1, noted: before + 1 });
  await update("state = 'scheduled', moves = moves + 1");
  expect(await counted()).toEqual({ moves: before + 2, noted: before + 2 });
  await update("state = 'cancelled'");
  expect(await counted()).toEqual({ moves: before + 3, noted: before + 3 });
});

test("the history of a message is written by the database alone, for many at once too, and goes with the person", async () => {
  const history = async () =>
    (
      await client.query<{ number: number; from: string | null; to: string; reason: string }>(
        'SELECT number, from_state AS "from", to_state AS "to", reason FROM proactive_moves WHERE user_id = $1 ORDER BY proactive_id, number',
        [place.userId],
      )
    ).rows;
  const invented = `INSERT INTO proactive_moves SELECT user_id, id, 99, 'sending', 'scheduled', 'it never was', 0, now() FROM proactive_messages`;
  for (const url of [database.urls.app, database.urls.system]) {
    const role = new Client({ connectionString: url });
    await role.connect();
    await role.query("SELECT set_config('procode.user_id', $1, false)", [place.userId]);
    await expect(role.query(invented)).rejects.toMatchObject({ code: "42501" });
    await role.end();
  }
  await putInto("scheduled");
  const before = await history();
  await update("claims = claims");
  expect(await history()).toEqual(before);
  await client.query(
    "UPDATE proactive_messages SET state = 'claimed', reason = 'all at once', worker_id = 'w', lease_until = now()",
  );
  expect((await history()).slice(before.length - 1).at(-1)).toMatchObject({
    from: "scheduled",
    to: "claimed",
    reason: "all at once",
  });
  expect(await history()).toHaveLength(before.length + 1);
  await client.query("DELETE FROM users WHERE id = $1", [place.userId]);
  expect(await history()).toEqual([]);
});

test("the system role claims and settles without ever reading a person's words", async () => {
  const role = new Client({ connectionString: database.urls.system });
  await role.connect();
  for (const [table, column] of [
    ["proactive_plans", "text"],
    ["proactive_plans", "why"],
    ["proactive_plans", "facts"],
    ["open_loops", "words"],
    ["proactive_schedules", "words"],
  ])
    await expect(role.query(`SELECT ${column} FROM ${table}`), `${table}.${column}`).rejects.toMatchObject({
      code: "42501",
    });
  await role.end();
});
