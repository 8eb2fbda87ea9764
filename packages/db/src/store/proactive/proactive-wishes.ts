import type {
  ProactiveDecision,
  ProactiveFeedback,
  ProactiveRepository,
  OpenLoop,
  StoredSchedule,
} from "@procode/core";
import { DEFAULT_PROACTIVE_SETTINGS } from "@procode/core";
import { sql } from "../sql.ts";
import type { Transaction } from "../transaction.ts";
import { SETTINGS_COLUMNS, type SettingsRow, spentUsd } from "./proactive-rows.ts";

type Wishes = Pick<
  ProactiveRepository,
  | "getSettings"
  | "lockSettings"
  | "saveSettings"
  | "listSchedules"
  | "appendSchedule"
  | "pauseSchedule"
  | "removeSchedule"
  | "appendLoops"
  | "listLoops"
  | "closeLoop"
  | "decide"
  | "isDecided"
  | "listDecisions"
  | "spentSince"
  | "costOf"
  | "appendFeedback"
  | "removeFeedback"
  | "listFeedback"
>;

/** What a person allows and asks for, what was found about them, and what was decided of it. */
export function prismaProactiveWishes(tx: Transaction, userId: string): Wishes {
  const me = sql`user_id = ${userId}::uuid`;
  return {
    async getSettings() {
      const [row] = await tx.rows<SettingsRow>(sql`SELECT ${SETTINGS_COLUMNS} FROM proactive_settings s WHERE ${me}`);
      return row ?? DEFAULT_PROACTIVE_SETTINGS;
    },
    async lockSettings() {
      const [row] = await tx.rows<SettingsRow>(
        sql`SELECT ${SETTINGS_COLUMNS} FROM proactive_settings s WHERE ${me} FOR UPDATE`,
      );
      return row ?? DEFAULT_PROACTIVE_SETTINGS;
    },
    async saveSettings({ optedInAt, channels, topics, quietHours, zone, caps, budgetUsd, snoozedUntil }) {
      const [row] = await tx.rows<SettingsRow>(sql`
        INSERT INTO proactive_settings AS s (user_id, opted_in_at, channels, topics, quiet_hours, zone, per_day, per_week, budget_usd, snoozed_until)
        VALUES (${userId}::uuid, ${optedInAt}, ${channels}::text[], ${JSON.stringify(topics)}::jsonb, ${JSON.stringify(quietHours)}::jsonb,
          ${zone}, ${caps.perDay}, ${caps.perWeek}, ${budgetUsd}::numeric, ${snoozedUntil})
        ON CONFLICT (user_id) DO UPDATE SET opted_in_at = excluded.opted_in_at, channels = excluded.channels, topics = excluded.topics,
          quiet_hours = excluded.quiet_hours, zone = excluded.zone, per_day = excluded.per_day, per_week = excluded.per_week,
          budget_usd = excluded.budget_usd, snoozed_until = excluded.snoozed_until, version = s.version + 1
        RETURNING ${SETTINGS_COLUMNS}`);
      return row ?? DEFAULT_PROACTIVE_SETTINGS;
    },
    listSchedules: () =>
      tx.rows<StoredSchedule>(sql`SELECT id, words, topic, weekdays, at_time AS at, created_at AS "createdAt", paused_at AS "pausedAt"
        FROM proactive_schedules WHERE ${me} ORDER BY id`),
    async appendSchedule({ id, words, topic, weekdays, at, createdAt }) {
      await tx.count(sql`INSERT INTO proactive_schedules (user_id, id, words, topic, weekdays, at_time, created_at)
        VALUES (${userId}::uuid, ${id}::uuid, ${words}, ${topic}, ${weekdays}::int[], ${at}, ${createdAt})`);
    },
    pauseSchedule: async (id, at) =>
      (await tx.count(sql`UPDATE proactive_schedules SET paused_at = ${at} WHERE ${me} AND id = ${id}::uuid`)) > 0,
    removeSchedule: async (id) =>
      (await tx.count(sql`DELETE FROM proactive_schedules WHERE ${me} AND id = ${id}::uuid`)) > 0,
    async appendLoops(loops) {
      if (loops.length === 0) return;
      const column = <Value>(pick: (loop: OpenLoop) => Value) => loops.map(pick);
      await tx.count(sql`INSERT INTO open_loops (user_id, id, kind, words, topic, due_at, source_id, created_at)
        SELECT ${userId}::uuid, loop.* FROM unnest(${column(({ id }) => id)}::uuid[], ${column(({ kind }) => kind)}::text[],
          ${column(({ words }) => words)}::text[], ${column(({ topic }) => topic)}::text[], ${column(({ dueAt }) => dueAt)}::timestamptz[],
          ${column(({ sourceId }) => sourceId)}::uuid[], ${column(({ createdAt }) => createdAt)}::timestamptz[]) AS loop
        ON CONFLICT (user_id, source_id, kind, due_at) DO NOTHING`);
    },
    listLoops: (before) =>
      tx.rows<OpenLoop>(sql`SELECT id, kind, words, topic, due_at AS "dueAt", source_id AS "sourceId", created_at AS "createdAt"
        FROM open_loops WHERE ${me} AND closed_at IS NULL AND due_at < ${before} ORDER BY due_at, id`),
    closeLoop: async (id, at, reason) =>
      (await tx.count(sql`UPDATE open_loops SET closed_at = ${at}, closed_reason = ${reason}
        WHERE ${me} AND id = ${id}::uuid AND closed_at IS NULL`)) > 0,
    async decide({ hour, outcome, reasons, messageId, model, generationId, confidence, ...rest }) {
      const count = await tx.count(sql`INSERT INTO proactive_decisions
        (user_id, hour, outcome, reasons, message_id, model, generation_id, confidence, context_version, settings_version, decided_at)
        VALUES (${userId}::uuid, ${hour}, ${outcome}, ${JSON.stringify(reasons)}::jsonb, ${messageId}::uuid, ${model}, ${generationId}::uuid,
          ${confidence}, ${rest.contextVersion}, ${rest.settingsVersion}, ${rest.decidedAt}) ON CONFLICT (user_id, hour) DO NOTHING`);
      return count > 0;
    },
    isDecided: async (hour) =>
      (await tx.count(sql`SELECT FROM proactive_decisions WHERE ${me} AND hour = ${hour}`)) > 0,
    listDecisions: (limit) =>
      tx.rows<ProactiveDecision>(sql`SELECT hour, outcome, reasons, message_id AS "messageId", model, generation_id AS "generationId", confidence,
        context_version AS "contextVersion", settings_version AS "settingsVersion", decided_at AS "decidedAt"
        FROM proactive_decisions WHERE ${me} ORDER BY hour DESC LIMIT ${limit}`),
    async spentSince(since) {
      const [row] = await tx.rows<{ spent: string }>(sql`
        SELECT ${spentUsd({ whose: sql`${userId}::uuid`, since })} AS spent`);
      return row?.spent ?? "0";
    },
    async costOf(generationId) {
      const [row] = await tx.rows<{ cost: string | null }>(sql`
        SELECT trim_scale(sum(cost_usd))::text AS cost FROM ai_responses WHERE ${me} AND generation_id = ${generationId}::uuid`);
      return row?.cost ?? null;
    },
    appendFeedback: async ({ id, proactiveId, topic, kind, givenAt }) =>
      (await tx.count(sql`INSERT INTO proactive_feedback (user_id, id, proactive_id, topic, kind, given_at)
        VALUES (${userId}::uuid, ${id}::uuid, ${proactiveId}::uuid, ${topic}, ${kind}, ${givenAt})
        ON CONFLICT (user_id, proactive_id, kind) DO NOTHING`)) > 0,
    removeFeedback: async ({ proactiveId, kind }) =>
      (await tx.count(sql`DELETE FROM proactive_feedback
        WHERE ${me} AND proactive_id = ${proactiveId}::uuid AND kind = ${kind}`)) > 0,
    listFeedback: (since) =>
      tx.rows<ProactiveFeedback>(sql`SELECT proactive_id AS "proactiveId", topic, kind, given_at AS "givenAt"
        FROM proactive_feedback WHERE ${me} AND given_at >= ${since} ORDER BY given_at, id`),
  };
}
