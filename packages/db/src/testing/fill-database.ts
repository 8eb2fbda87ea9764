import type { TestDatabase } from "./start-test-database.ts";

/** The id of the person, conversation, message and so on with this number, as `fillDatabase` makes them. */
export const filledId = (
  kind: "user" | "conversation" | "message" | "generation" | "session" | "key" | "run",
  number: number,
): string =>
  `${{ user: "00000001", conversation: "00000002", message: "00000003", generation: "00000004", session: "00000005", key: "00000006", run: "00000007" }[kind]}-0000-7000-8000-${number.toString(16).padStart(12, "0")}`;

const id = (kind: Parameters<typeof filledId>[0], number: string): string =>
  `('${filledId(kind, 0).slice(0, 24)}' || lpad(to_hex(${number}), 12, '0'))::uuid`;

/**
 * Enough rows that a plan without an index would cost: 300 people with 100 conversations, 200 messages, 100
 * generations, 100 events, 100 days of usage, 10 sessions and 10 API keys each; 20 generations still run with 500 parts each, and
 * 49 costs are owed; 30,000 Telegram updates and sends, of which 100 each are open. Written beneath the
 * policies, then analysed.
 */
export async function fillDatabase({ query }: Pick<TestDatabase, "query">): Promise<void> {
  const user = id("user", "n % 300");
  const statements = [
    // Without the triggers of foreign keys, which would take most of the time.
    "SET session_replication_role = replica",
    `INSERT INTO users SELECT ${id("user", "n")}, 'person' || n || '@example.com', 'Person', 'hash', 'user', NULL, now() FROM generate_series(0, 299) n`,
    `INSERT INTO user_settings (user_id) SELECT id FROM users`,
    `INSERT INTO user_contexts (user_id) SELECT id FROM users`,
    `INSERT INTO event_counters (user_id, last) SELECT id, 100 FROM users`,
    `INSERT INTO sessions SELECT ${id("session", "n")}, ${user}, '', '', now(), now(), now() + interval '1 day' FROM generate_series(0, 2999) n`,
    `INSERT INTO api_keys (user_id, id, name, hint, key_hash, scopes, created_at) SELECT ${user}, ${id("key", "n")}, 'Key', 'pk_', 'hash' || n, '{chat}', now() FROM generate_series(0, 2999) n`,
    `INSERT INTO conversations (user_id, id, title, channels, created_at, active_at, archived_at)
       SELECT ${user}, ${id("conversation", "n")}, 'Title ' || n, '{web}', now(), now() - make_interval(secs => n), CASE WHEN n % 4 = 0 THEN now() END FROM generate_series(0, 29999) n`,
    `INSERT INTO messages (user_id, id, conversation_id, parent_id, client_id, role, status, channel, text, created_at)
       SELECT ${user}, ${id("message", "n")}, ${id("conversation", "n % 30000")}, CASE WHEN n >= 30000 THEN ${id("message", "n - 30000")} END,
         CASE WHEN n < 30000 THEN ${id("message", "n")} END, CASE WHEN n < 30000 THEN 'user' ELSE 'assistant' END, 'complete', 'web', 'text', now() FROM generate_series(0, 59999) n`,
    `INSERT INTO generations (user_id, id, conversation_id, message_id, model, state, worker_id, created_at)
       SELECT ${user}, ${id("generation", "n")}, ${id("conversation", "n")}, ${id("message", "n + 30000")}, 'a/b', CASE WHEN n < 20 THEN 'running' ELSE 'done' END, 'worker', now() FROM generate_series(0, 29999) n`,
    `INSERT INTO generation_parts SELECT ${user}, ${id("generation", "n")}, part, 'part' FROM generate_series(0, 19) n, generate_series(0, 499) part`,
    `INSERT INTO ai_responses (user_id, generation_id, attempt, message_id, conversation_id, model, state, cost_usd, cost_state, next_try_at, ended_at)
       SELECT ${user}, ${id("generation", "n")}, 1, ${id("message", "n + 30000")}, ${id("conversation", "n")}, 'a/b', 'done', 0.001,
         CASE WHEN n % 600 = 0 THEN 'pending' ELSE 'reported' END, now(), now() - make_interval(hours => n) FROM generate_series(20, 29999) n`,
    `INSERT INTO domain_events SELECT ${user}, n / 300 + 1, ${id("message", "n")}, 'UserSettingsUpdated', jsonb_build_object('userId', ${user}, 'changes', '[]'::jsonb), now() FROM generate_series(0, 29999) n`,
    `INSERT INTO telegram_connections (user_id, bot_id, chat_id, telegram_user_id, name, connected_at)
       SELECT ${user}, 1, n, n, 'Person', now() FROM generate_series(0, 299) n`,
    `INSERT INTO telegram_chats (bot_id, chat_id, worker_id, fence) SELECT 1, n, CASE WHEN n < 20 THEN 'worker' END, 1 FROM generate_series(0, 2999) n`,
    `INSERT INTO telegram_links (user_id, id, bot_id, token_hash, state, created_at, expires_at)
       SELECT ${user}, ${id("message", "n")}, 1, 'hash ' || n, CASE WHEN n < 300 THEN 'waiting' ELSE 'replaced' END, now(), now() - make_interval(secs => n) FROM generate_series(0, 2999) n`,
    `INSERT INTO telegram_updates (bot_id, update_id, chat_id, kind, state, received_at, done_at)
       SELECT 1, n, n % 300, 'message', CASE WHEN n < 100 THEN 'received' ELSE 'done' END, now(), CASE WHEN n >= 100 THEN now() - make_interval(secs => n) END FROM generate_series(0, 29999) n`,
    `INSERT INTO telegram_sends (bot_id, chat_id, user_id, dedupe_key, conversation_id, message_id, part, parts, body, state, telegram_message_id, next_try_at, queued_at, settled_at, is_proactive)
       SELECT 1, n % 300, ${user}, 'key ' || n, ${id("conversation", "n")}, ${id("message", "n + 30000")}, 1, 1, '{}', CASE WHEN n < 100 THEN 'queued' ELSE 'sent' END,
         n, now(), now(), CASE WHEN n >= 100 THEN now() - make_interval(secs => n) END, n % 10 <> 0 FROM generate_series(0, 29999) n`,
    `INSERT INTO event_cursors (user_id, consumer, passed) SELECT id, 'usage', 90 FROM users`,
    `INSERT INTO usage_days SELECT ${user}, current_date - n / 300, 'a/b', 'web', 1, 1, 1, 0.001, 1, 1, 1, 1 FROM generate_series(0, 29999) n`,
    `INSERT INTO job_events SELECT 'event ' || n, 'name', '{}', now(), now() - make_interval(secs => n) FROM generate_series(0, 29999) n`,
    `INSERT INTO job_runs (id, function_id, event_id, dedupe_key, slot_keys, slot_mosts, state, call_due_at, due_at, lease_until, created_at, started_at, ended_at)
       SELECT ${id("run", "n")}, 'function', 'event ' || n, 'event ' || n, ARRAY['slot ' || n % 100], '{9}', CASE WHEN n < 300 THEN 'open' ELSE 'completed' END,
         now(), CASE WHEN n < 300 THEN now() END, CASE WHEN n < 20 THEN now() + interval '1 h' END, now(), now(), CASE WHEN n >= 300 THEN now() - make_interval(secs => n) END
       FROM generate_series(0, 29999) n`,
    `INSERT INTO job_steps (run_id, id, name, state, due_at, wait_name, wait_path, wait_value, place)
       SELECT ${id("run", "n")}, 'step', 'step', CASE WHEN n < 100 THEN 'waiting' ELSE 'done' END, now() + interval '1 h', CASE WHEN n < 100 THEN 'event ' || n END,
         '{}', 'null', CASE WHEN n >= 100 THEN 1 END FROM generate_series(0, 29999) n`,
    `INSERT INTO job_calls SELECT 'signature ' || n, now() - make_interval(secs => n) FROM generate_series(0, 29999) n`,
    "ANALYZE",
  ];
  await query(statements.join(";\n"));
}
