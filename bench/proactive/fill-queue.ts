import type { Client } from "pg";

const A_PERSON = 10;
const TEXT =
  "The green tea is out again, and the shop on the corner has it until six. You asked to be told on your way home.";

/**
 * So many messages that are due, ten a person, written hour by hour as they are planned, and due in another order; and beside them the same ones in
 * a table that is nothing but a queue: one key, one partial index, no policy, no trigger, no history.
 */
export async function fillQueue(owner: Client, rows: number): Promise<void> {
  const people = rows / A_PERSON;
  // Spread over two hours that are past, by a step that no pattern of the rows follows.
  const due = "now() - interval '1 minute' - make_interval(secs => (n * 7919::bigint) % 7200)";
  await owner.query(`
    SET session_replication_role = replica;
    TRUNCATE users, proactive_moves CASCADE;
    DROP TABLE IF EXISTS plain_queue;
    CREATE TABLE plain_queue (id uuid PRIMARY KEY, user_id uuid NOT NULL, state text NOT NULL, next_try_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL, text text NOT NULL, worker_id text, fence integer NOT NULL DEFAULT 0, lease_until timestamptz);
    CREATE INDEX plain_queue_due_idx ON plain_queue (next_try_at) WHERE state = 'scheduled';
    INSERT INTO users (id, email, name, password_hash, role, created_at)
      SELECT ${id(1, "n")}, 'person' || n || '@example.com', 'Person', 'hash', 'user', now() FROM generate_series(0, ${people - 1}) n;
    INSERT INTO proactive_plans (user_id, id, slot, topic, rule, text, why, facts, confidence, context_version,
        settings_version, planned_at, scheduled_for)
      SELECT ${id(1, `n % ${people}`)}, ${id(3, "n")}, date_trunc('hour', now(), 'UTC') - make_interval(hours => n / ${people}),
        'Reminders', 'reminder', '${TEXT}', 'You asked for it.', '[]', 90, 1, 1, now(), ${due} FROM generate_series(0, ${rows - 1}) n;
    INSERT INTO proactive_messages (user_id, id, state, reason, expires_at, next_try_at)
      SELECT user_id, id, 'scheduled', 'Planned.', now() + interval '1 day', scheduled_for FROM proactive_plans;
    INSERT INTO plain_queue SELECT id, user_id, state, next_try_at, expires_at, text
        FROM proactive_plans JOIN proactive_messages USING (user_id, id) ORDER BY id;
    SET session_replication_role = origin`);
  await owner.query("VACUUM (ANALYZE) proactive_plans, proactive_messages");
  await owner.query("VACUUM (ANALYZE) plain_queue");
}

const id = (kind: number, number: string) =>
  `('0000000${kind}-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
