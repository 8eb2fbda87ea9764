import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";
import { migrate } from "./migrate.ts";

const MIGRATIONS = new URL("../../../../prisma/migrations", import.meta.url).pathname;
const NARROW = "20261130213000_narrow_messages";
// 20 people with 11 messages each, one in every state, ordered and unasked ones in turn, each with a move, an attempt and a word on it.
const FILL = `
  INSERT INTO users (id, email, name, password_hash, role, created_at)
    SELECT gen_random_uuid(), n || '@example.com', 'Person', 'hash', 'user', now() FROM generate_series(1, 20) n;
  SET session_replication_role = replica;
  INSERT INTO proactive_messages (user_id, id, slot, state, reason, moves, topic, rule, text, why, facts, model, generation_id, confidence, loop_id, context_version,
      settings_version, newest_message_id, planned_at, scheduled_for, expires_at, next_try_at, claims, attempts, worker_id, fence, lease_until, channel,
      conversation_id, message_id, telegram_message_id, taken_at, trace)
    SELECT id, gen_random_uuid(), date_trunc('hour', now(), 'UTC') - make_interval(hours => place::int), state, 'r' || place, place, 't' || place,
      (ARRAY['reminder', 'promise', 'schedule'])[1 + place % 3], 'text ' || place, 'why', jsonb_build_array(jsonb_build_object('id', gen_random_uuid())), 'm', gen_random_uuid(),
      place, gen_random_uuid(), 1, 2, gen_random_uuid(), now(), now() + make_interval(mins => place::int), now() + interval '1 day', now(), 1, 2, 'w', 3, now(), 'web',
      gen_random_uuid(), gen_random_uuid(), 77, now(), 'trace'
    FROM users, unnest(ARRAY['candidate', 'scheduled', 'claimed', 'sending', 'sent', 'uncertain', 'failed', 'read', 'cancelled', 'expired', 'dead']) WITH ORDINALITY AS s (state, place);
  INSERT INTO proactive_moves SELECT user_id, id, moves, NULL, state, reason, fence, now() FROM proactive_messages;
  INSERT INTO proactive_attempts (user_id, proactive_id, attempt, channel, begun_at) SELECT user_id, id, 1, 'web', now() FROM proactive_messages;
  INSERT INTO proactive_feedback SELECT user_id, gen_random_uuid(), id, topic, 'up', now() FROM proactive_messages;
  SET session_replication_role = origin`;

let database: TestDatabase;
let folder: string;
let before: object[];
const whole = (tables: string) =>
  database.query<{ row: object }>(
    `SELECT to_jsonb(m) - 'called_off' AS row FROM (SELECT * FROM ${tables}) m ORDER BY user_id, id`,
  );

beforeAll(async () => {
  database = await startTestDatabase({ empty: true });
  folder = await mkdtemp(`${tmpdir()}/procode-migrations-`);
  await cp(MIGRATIONS, folder, { recursive: true });
  for (const name of await readdir(folder))
    if (name >= NARROW && name !== "migration_lock.toml") await rm(`${folder}/${name}`, { recursive: true });
  await migrate(database.urls.owner, { folder });
  await database.query(FILL);
  before = await whole("proactive_messages");
  await migrate(database.urls.owner);
});
afterAll(async () => {
  await database.stop();
  await rm(folder, { recursive: true });
});

test("of every message that was there each column is there, and what ended before it was begun is called off", async () => {
  expect(before).toHaveLength(220);
  expect(await whole("proactive_plans JOIN proactive_messages USING (user_id, id)")).toEqual(before);
  expect(
    await database.query(
      "SELECT called_off AS off, array_agg(DISTINCT state) AS states FROM proactive_plans JOIN proactive_messages USING (user_id, id) GROUP BY 1 ORDER BY 1",
    ),
  ).toEqual([
    { off: false, states: ["candidate", "claimed", "failed", "read", "scheduled", "sending", "sent", "uncertain"] },
    { off: true, states: ["cancelled", "dead", "expired"] },
  ]);
});

test("an order that goes on has one message still, and what is called off leaves its order to another one", async () => {
  const again = (state: string) =>
    database.query(
      `INSERT INTO proactive_plans (user_id, id, slot, topic, rule, text, why, facts, confidence, loop_id, context_version, settings_version, planned_at, scheduled_for)
       SELECT user_id, gen_random_uuid(), slot, topic, rule, text, why, facts, confidence, loop_id, context_version, settings_version, planned_at, scheduled_for
       FROM proactive_plans JOIN proactive_messages USING (user_id, id) WHERE state = $1`,
      [state],
    );
  // Both are ordered ones.
  await expect(again("claimed")).rejects.toMatchObject({ code: "23505" });
  await again("cancelled");
  await expect(again("scheduled")).rejects.toMatchObject({ code: "23505" });
});

test("what was moved goes on moving by the rules, and a forced policy holds both tables", async () => {
  await expect(
    database.query("UPDATE proactive_messages SET state = 'claimed' WHERE state = 'sent'"),
  ).rejects.toMatchObject({ code: "PC001" });
  await database.query(
    "UPDATE proactive_messages SET state = 'cancelled', reason = 'by a test' WHERE state = 'scheduled'",
  );
  expect(
    await database.query(
      `SELECT count(*)::int AS count, bool_and(called_off) AS off FROM proactive_plans JOIN proactive_messages USING (user_id, id)
       JOIN proactive_moves v ON v.user_id = proactive_plans.user_id AND v.proactive_id = proactive_plans.id AND number = moves WHERE v.reason = 'by a test'`,
    ),
  ).toEqual([{ count: 20, off: true }]);
  expect(
    await database.query(
      "SELECT relname AS name, relforcerowsecurity AS forced FROM pg_class WHERE relname IN ('proactive_plans', 'proactive_messages') ORDER BY 1",
    ),
  ).toEqual([
    { name: "proactive_messages", forced: true },
    { name: "proactive_plans", forced: true },
  ]);
});

test("with a person all of it goes", async () => {
  await database.query("DELETE FROM users");
  for (const table of ["plans", "messages", "moves", "attempts", "feedback"])
    expect(await database.query(`SELECT FROM proactive_${table}`), table).toEqual([]);
});
