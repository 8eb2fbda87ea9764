import type { Client } from "pg";

const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Asia/Tokyo"];
const NIGHT = { from: "22:00", to: "07:30" };

/**
 * So many people as a product has them some weeks after it began: two of five opted in, in six zones; most were here in the last days, some
 * have been silent for weeks; of those who opted in, one of seven has an own schedule and three of ten have open loops in the week ahead.
 */
export async function fillPeople(owner: Client, people: number): Promise<void> {
  const quiet = JSON.stringify(Array.from({ length: 7 }, () => NIGHT));
  const zones = `(ARRAY['${ZONES.join("','")}'])[1 + n / 5 % ${ZONES.length}]`;
  // A number from 0 to 999 that no pattern of the others follows.
  const dice = (salt: number) => `(abs(hashint4(n + ${salt * 1_000_003})) % 1000)`;
  const silent = `CASE WHEN ${dice(1)} < 600 THEN make_interval(mins => ${dice(2)} * 4) WHEN ${dice(1)} < 900 THEN make_interval(hours => 72 + ${dice(2)}) ELSE make_interval(hours => 1100 + ${dice(2)}) END`;
  const on = `generate_series(0, ${people - 1}) n WHERE n % 5 < 2`;
  const hour = "date_trunc('hour', now(), 'UTC')";
  await owner.query(`
    SET session_replication_role = replica;
    TRUNCATE users, proactive_moves, job_events, job_runs, job_steps, job_schedules CASCADE;
    INSERT INTO users (id, email, name, password_hash, role, created_at)
      SELECT ${id(1, "n")}, 'person' || n || '@example.com', 'Person', 'hash', 'user', now() - interval '90 days' FROM generate_series(0, ${people - 1}) n;
    INSERT INTO user_settings (user_id) SELECT id FROM users;
    INSERT INTO user_contexts (user_id, version) SELECT id, 1 FROM users;
    INSERT INTO conversations (user_id, id, title, channels, created_at, active_at)
      SELECT ${id(1, "n")}, ${id(2, `n * 4 + k`)}, 'Tea', '{web}', now() - interval '90 days', now() - ${silent} - make_interval(days => k)
      FROM generate_series(0, ${people - 1}) n, generate_series(0, 3) k;
    INSERT INTO messages (user_id, id, conversation_id, role, status, channel, text, created_at)
      SELECT ${id(1, "n")}, ${id(9, `n * 4 + 3 - k`)}, ${id(2, `n * 4 + k`)}, 'user', 'complete', 'web', 'What of the tea?', now() - ${silent} - make_interval(days => k)
      FROM generate_series(0, ${people - 1}) n, generate_series(0, 3) k;
    INSERT INTO ai_responses (user_id, generation_id, attempt, message_id, conversation_id, model, state, cost_state, cost_usd, next_try_at, ended_at)
      SELECT ${id(1, "n")}, ${id(3, `n * 4 + k`)}, 1, ${id(4, `n * 4 + k`)}, ${id(2, `n * 4 + k`)}, 'demo/model', 'done', 'reported', 0.0001, now() - ${silent} - make_interval(days => k), now() - ${silent} - make_interval(days => k)
      FROM generate_series(0, ${people - 1}) n, generate_series(0, 3) k;
    INSERT INTO proactive_settings (user_id, opted_in_at, channels, topics, quiet_hours, zone, per_day, per_week, budget_usd, snoozed_until)
      SELECT ${id(1, "n")}, now() - interval '60 days', '{telegram,web}', '{}', '${quiet}', ${zones}, 2, 10, 1, CASE WHEN ${dice(3)} < 30 THEN now() + interval '2 days' END FROM ${on};
    INSERT INTO telegram_connections (user_id, bot_id, chat_id, telegram_user_id, name, connected_at)
      SELECT ${id(1, "n")}, 77, n + 1, n + 1, 'Person', now() FROM ${on} AND ${dice(4)} < 600;
    INSERT INTO proactive_schedules (user_id, id, words, topic, weekdays, at_time, created_at)
      SELECT ${id(1, "n")}, ${id(5, "n")}, 'My plan for the day', 'Plan', '{1,2,3,4,5,6,7}', lpad((${dice(6)} % 24)::text, 2, '0') || ':15', now() - interval '50 days' FROM ${on} AND ${dice(5)} < 150;
    INSERT INTO open_loops (user_id, id, kind, words, topic, due_at, source_id, created_at)
      SELECT ${id(1, "n")}, ${id(6, `n * 2 + k`)}, CASE k WHEN 0 THEN 'reminder' ELSE 'promise' END, 'Buy tea', 'Reminders', ${hour} + make_interval(mins => ${dice(8)} * 10 + k * 60), ${id(4, `n * 4 + k`)}, now() - interval '5 days'
      FROM generate_series(0, ${people - 1}) n, generate_series(0, 1) k WHERE n % 5 < 2 AND ${dice(7)} < 300;
    INSERT INTO proactive_plans (user_id, id, slot, topic, rule, text, why, facts, confidence, context_version, settings_version, planned_at, scheduled_for)
      SELECT ${id(1, "n")}, ${id(7, `n * 4 + k`)}, ${hour} - make_interval(hours => 30 + k * 50), 'Reminders', 'reminder', 'Tea is out.', 'You asked.', '[]', 90, 1, 1,
        now() - make_interval(hours => 30 + k * 50), now() - make_interval(hours => 30 + k * 50)
      FROM generate_series(0, ${people - 1}) n, generate_series(0, 3) k WHERE n % 5 < 2;
    INSERT INTO proactive_messages (user_id, id, state, reason, expires_at, next_try_at, channel, taken_at)
      SELECT user_id, id, 'sent', 'Taken.', now(), now(), 'web', scheduled_for FROM proactive_plans;
    INSERT INTO proactive_decisions (user_id, hour, outcome, reasons, context_version, settings_version, decided_at)
      SELECT ${id(1, "n")}, ${hour} - make_interval(hours => 3 + k * 9), 'not-sent', '[{"rule":"caps","said":"Enough."}]', 1, 1, now()
      FROM generate_series(0, ${people - 1}) n, generate_series(0, 5) k WHERE n % 5 < 2;
    INSERT INTO conversation_analyses (user_id, generation_id, conversation_id, found, analysed_at)
      SELECT ${id(1, "n")}, ${id(3, `n * 4 + k`)}, ${id(2, `n * 4 + k`)}, 1, now() - make_interval(days => k) FROM generate_series(0, ${people - 1}) n, generate_series(0, 3) k WHERE n % 5 < 2;
    INSERT INTO proactive_feedback (user_id, id, proactive_id, topic, kind, given_at)
      SELECT ${id(1, "n")}, ${id(8, "n")}, ${id(7, "n * 4")}, 'Reminders', 'down', now() - interval '1 day' FROM ${on} AND ${dice(9)} < 50;
    SET session_replication_role = origin`);
  await owner.query("VACUUM (ANALYZE)");
}

/** As if the hour had not been planned yet. */
export async function forgetHour(owner: Client): Promise<void> {
  await owner.query(`TRUNCATE job_events, job_runs, job_steps, job_schedules CASCADE;
    DELETE FROM proactive_decisions WHERE hour > now() - interval '2 hours'`);
  await owner.query("VACUUM proactive_decisions");
}

const id = (kind: number, number: string) =>
  `('0000000${kind}-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
