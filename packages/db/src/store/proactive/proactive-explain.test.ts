import { DEFAULT_PROACTIVE_SETTINGS } from "@procode/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { explain } from "../../testing/explain.ts";
import { startTestDatabase, type TestDatabase } from "../../testing/start-test-database.ts";
import type { Transaction } from "../transaction.ts";
import { prismaAnalysis, prismaAnalysisDesk } from "./analysis.ts";
import { prismaProactiveDesk } from "./proactive-desk.ts";
import { prismaProactive } from "./proactive-messages.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  await database.query(FILL.join(";\n"));
}, 120_000);
afterAll(() => database.stop());

const id = (kind: number, number: string) =>
  `('0000000${kind}-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
const settings = JSON.stringify(DEFAULT_PROACTIVE_SETTINGS.quietHours);
// 1,000 people with 10 messages, 10 decisions and 10 loops each; of the messages 100 are due, 20 claimed and 20 sending.
const FILL = [
  "SET session_replication_role = replica",
  `INSERT INTO users SELECT ${id(1, "n")}, 'person' || n || '@example.com', 'Person', 'hash', 'user', NULL, now() FROM generate_series(0, 999) n`,
  `INSERT INTO proactive_settings SELECT id, now(), '{telegram}', '{}', '${settings}', 'UTC', 2, 10, 1 FROM users`,
  `INSERT INTO proactive_plans (user_id, id, slot, topic, rule, text, why, facts, confidence, context_version, settings_version, planned_at, scheduled_for)
   SELECT ${id(1, "n % 1000")}, ${id(3, "n")}, date_trunc('hour', now(), 'UTC') - make_interval(hours => n / 1000), 't', 'reminder', 'text', 'why', '[]', 90, 1, 1,
     now(), now() - make_interval(secs => n) FROM generate_series(0, 9999) n`,
  `INSERT INTO proactive_messages (user_id, id, state, reason, expires_at, next_try_at, worker_id, lease_until, channel, message_id)
   SELECT ${id(1, "n % 1000")}, ${id(3, "n")}, CASE WHEN n < 100 THEN 'scheduled' WHEN n < 120 THEN 'claimed' WHEN n < 140 THEN 'sending' ELSE 'sent' END, 'r',
     now() + interval '1 day', now() - make_interval(secs => n), 'w', now() - interval '1 minute', 'web', ${id(4, "n")} FROM generate_series(0, 9999) n`,
  `INSERT INTO proactive_attempts (user_id, proactive_id, attempt, channel, begun_at) SELECT user_id, id, 1, 'web', now() FROM proactive_messages`,
  `INSERT INTO proactive_moves SELECT user_id, id, 0, NULL, 'candidate', 'r', 0, now() FROM proactive_messages`,
  `INSERT INTO proactive_decisions (user_id, hour, outcome, reasons, context_version, settings_version, decided_at)
   SELECT ${id(1, "n % 1000")}, date_trunc('hour', now(), 'UTC') - make_interval(hours => n / 1000 + 1), 'not-sent', '[1]', 1, 1, now() FROM generate_series(0, 9999) n`,
  `INSERT INTO open_loops SELECT ${id(1, "n % 1000")}, ${id(5, "n")}, 'promise', 'w', 't', now() + make_interval(hours => n), ${id(4, "n")}, now() FROM generate_series(0, 9999) n`,
  `INSERT INTO conversation_analyses SELECT ${id(1, "n % 1000")}, ${id(6, "n")}, ${id(7, "n")}, 0, now() - make_interval(hours => n) FROM generate_series(0, 9999) n`,
  `INSERT INTO resting_conversations SELECT ${id(1, "n % 1000")}, ${id(7, "n")}, now(), now() + make_interval(mins => n - 50) FROM generate_series(0, 9999) n`,
  `INSERT INTO messages (user_id, id, conversation_id, role, status, channel, text, created_at)
   SELECT ${id(1, "n % 1000")}, ${id(6, "n")}, ${id(7, "n % 1000")}, CASE WHEN n % 2000 < 1000 THEN 'user' ELSE 'assistant' END, 'complete', 'web', 't', now()
   FROM generate_series(0, 9999) n`,
  "ANALYZE",
];
const PERSON = "00000001-0000-7000-8000-000000000007";
const MESSAGE = "00000003-0000-7000-8000-000000000007";
const OWNER = { userId: PERSON, id: MESSAGE, workerId: "w", fence: 0 };
const REASONS = { again: "again", dead: "dead", uncertain: "uncertain" };
// Nobody has one, or so few that they are read whole.
const SMALL = [
  "instance",
  "proactive_schedules",
  "proactive_feedback",
  "ai_responses",
  "telegram_sends",
  "telegram_connections",
  "user_contexts",
  "conversations",
  "proactive_settings",
];

const [LONG_AGO, FAR] = [new Date("2020-01-01"), new Date("2100-01-01")];
const NEAR = { dueBefore: FAR, saidSince: LONG_AGO, saidBefore: FAR };
const app = (tx: Transaction) => prismaProactive(tx, PERSON);
const analysis = (tx: Transaction) => prismaAnalysis(tx, PERSON);
const desk = prismaProactiveDesk;
const FOR_A_PERSON: [string, (tx: Transaction) => Promise<unknown>, string[]][] = [
  ["what came lately", (tx) => app(tx).listSince(new Date("2020-01-01")), ["proactive_plans_time_idx"]],
  ["a message", (tx) => app(tx).findById(MESSAGE), ["proactive_messages_pkey"]],
  ["a message by where it stands", (tx) => app(tx).findByMessage(MESSAGE), ["proactive_messages_message_idx"]],
  ["a decision", (tx) => app(tx).isDecided(new Date(0)), ["proactive_decisions_pkey"]],
  ["what was decided", (tx) => app(tx).listDecisions(48), ["proactive_decisions_pkey"]],
  ["loops", (tx) => app(tx).listLoops(new Date("2100-01-01")), ["open_loops_due_idx"]],
  ["what is cancelled", (tx) => app(tx).cancelOpen("off"), []],
  ["what was found in messages", (tx) => analysis(tx).listFoundIn([MESSAGE]), ["open_loops_source_key"]],
  ["a conversation that rests", (tx) => analysis(tx).findResting(MESSAGE), ["resting_conversations_pkey"]],
  ["what was spent", (tx) => app(tx).spentSince(FAR), ["conversation_analyses_time_idx", "proactive_decisions_pkey"]],
  ["moves", (tx) => app(tx).listMoves(MESSAGE), ["proactive_moves_pkey"]],
  ["a hand-over", (tx) => app(tx).begin(OWNER, { channel: "web", conversationId: PERSON, messageId: PERSON }, "x"), []],
];
const FOR_ALL: typeof FOR_A_PERSON = [
  [
    "a claim",
    (tx) => desk(tx).claim({ workerId: "w", leaseSeconds: 60, aloneAfter: 2, limit: 50, userId: null, reason: "due" }),
    ["proactive_messages_due_idx"],
  ],
  ["what is over", (tx) => desk(tx).expire(50, "late"), ["proactive_messages_over_idx"]],
  [
    "what dead workers left",
    (tx) => desk(tx).recover({ limit: 50, mostClaims: 5, reasons: REASONS }),
    ["proactive_messages_lease_idx"],
  ],
  ["what Telegram's queue tells", (tx) => desk(tx).listOutcomes(50), ["proactive_messages_lease_idx"]],
  [
    "people of an hour",
    (tx) => desk(tx).listPeople({ hour: LONG_AGO, after: PERSON, limit: 50, near: NEAR }),
    ["proactive_decisions_pkey", "open_loops_due_idx", "messages_pkey"],
  ],
  [
    "outlines of people",
    (tx) =>
      desk(tx).listOutlines({
        userIds: [PERSON],
        since: LONG_AGO,
        month: LONG_AGO,
        loopsBefore: FAR,
        mostDecisions: 48,
      }),
    [
      "proactive_plans_time_idx",
      "proactive_decisions_pkey",
      "open_loops_due_idx",
      "conversation_analyses_time_idx",
      "messages_pkey",
    ],
  ],
  [
    "conversations that rest",
    (tx) => prismaAnalysisDesk(tx).listResting({ since: LONG_AGO, now: new Date(), limit: 10 }),
    ["resting_conversations_due_idx"],
  ],
  ["what Telegram alone could have taken", (tx) => desk(tx).cancelUnreachable(PERSON, "blocked"), []],
];

describe.each([
  ["app", FOR_A_PERSON],
  ["system", FOR_ALL],
] as const)("at 10,000 proactive messages the %s role reads by an index", (role, cases) => {
  test.each(cases)("%s", async (_name, work, indexes) => {
    const plans = await explain(database.urls[role], role === "app" ? PERSON : null, work);
    expect(plans).not.toEqual([]);
    for (const { text, scanned } of plans)
      expect(
        scanned.filter((table) => !SMALL.includes(table)),
        text,
      ).toEqual([]);
    expect(plans.flatMap((plan) => plan.indexes)).toEqual(expect.arrayContaining(indexes));
  });
});
