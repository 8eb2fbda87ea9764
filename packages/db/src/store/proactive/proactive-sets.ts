import type { ProactiveDesk, ProactiveOutline, ProactivePerson } from "@procode/core";
import { NOTHING, sql } from "../sql.ts";
import type { Transaction } from "../transaction.ts";
import { MESSAGES, SETTINGS_COLUMNS, type SettingsRow, spentUsd } from "./proactive-rows.ts";

type Sets = Pick<ProactiveDesk, "listPeople" | "listOutlines" | "decideHeld">;

/** Hundreds of people in one statement. Each is looked up by an index, and nothing but settings is joined: that would read whole tables for every page. */
export function prismaProactiveSets(tx: Transaction): Sets {
  return {
    async listPeople({ hour, after, limit, near }) {
      // The last of the page comes whatever they have, and says how far it went.
      const rows = await tx.rows<ProactivePerson & { looked: number }>(sql`
        WITH page AS MATERIALIZED (
          SELECT s.user_id, s.zone, s.snoozed_until,
            (SELECT json_agg(json_build_object('weekdays', o.weekdays, 'at', o.at_time)) FROM proactive_schedules o
              WHERE o.user_id = s.user_id AND o.paused_at IS NULL) AS schedules,
            (SELECT min(l.due_at) FROM open_loops l WHERE l.user_id = s.user_id AND l.closed_at IS NULL) AS loop_due_at,
            ${lastSaid(sql`s.user_id`)} AS last_said_at
          FROM proactive_settings s
          WHERE s.opted_in_at IS NOT NULL ${after === null ? NOTHING : sql`AND s.user_id > ${after}::uuid`}
            AND (SELECT d.outcome FROM proactive_decisions d WHERE d.user_id = s.user_id AND d.hour = ${hour}) IS NULL
          ORDER BY s.user_id LIMIT ${limit}
        )
        SELECT user_id AS "userId", zone, snoozed_until AS "snoozedUntil", coalesce(schedules, '[]') AS schedules, loop_due_at AS "loopDueAt",
          last_said_at AS "lastSaidAt", (SELECT count(*)::int FROM page) AS looked
        FROM page WHERE schedules IS NOT NULL OR loop_due_at < ${near.dueBefore}
          OR (last_said_at >= ${near.saidSince} AND last_said_at < ${near.saidBefore})
          OR user_id = (SELECT user_id FROM page ORDER BY user_id DESC LIMIT 1)
        ORDER BY user_id`);
      const last = rows.at(-1);
      return {
        people: rows.map(({ looked: _, ...person }) => person),
        next: last === undefined || last.looked < limit ? null : last.userId,
      };
    },
    async listOutlines({ userIds, since, month, loopsBefore, mostDecisions }) {
      const rows = await tx.rows<Stored>(sql`
        SELECT p.user_id AS "userId", ${SETTINGS_COLUMNS}, coalesce((SELECT c.state FROM telegram_connections c WHERE c.user_id = p.user_id) = 'active', false) AS "hasTelegram",
          (SELECT u.email_confirmed_at FROM users u WHERE u.id = p.user_id) IS NOT NULL AS "hasEmail",
          coalesce((SELECT c.version FROM user_contexts c WHERE c.user_id = p.user_id), 0) AS "contextVersion",
          ${lastSaid(sql`p.user_id`)} AS "lastSaidAt",
          ${spentUsd({ whose: sql`p.user_id`, since: month })} AS "spentUsd",
          coalesce((SELECT json_agg(json_build_object('topic', f.topic, 'kind', f.kind, 'givenAt', f.given_at))
            FROM proactive_feedback f WHERE f.user_id = p.user_id AND f.given_at >= ${since}), '[]') AS feedback,
          coalesce((SELECT json_agg(json_build_object('topic', topic, 'rule', rule, 'state', state, 'loopId', loop_id, 'scheduleId', schedule_id,
              'plannedAt', planned_at, 'scheduledFor', scheduled_for, 'takenAt', taken_at))
            FROM ${MESSAGES} WHERE user_id = p.user_id AND scheduled_for >= ${since}), '[]') AS recent,
          coalesce((SELECT json_agg(json_build_object('hour', d.hour, 'decidedAt', d.decided_at, 'outcome', d.outcome))
            FROM (SELECT hour, decided_at, outcome FROM proactive_decisions WHERE user_id = p.user_id ORDER BY hour DESC LIMIT ${mostDecisions}) d), '[]') AS decisions,
          coalesce((SELECT json_agg(json_build_object('id', l.id, 'kind', l.kind, 'topic', l.topic, 'dueAt', l.due_at, 'createdAt', l.created_at) ORDER BY l.due_at, l.id)
            FROM open_loops l WHERE l.user_id = p.user_id AND l.closed_at IS NULL AND l.due_at < ${loopsBefore}), '[]') AS loops,
          coalesce((SELECT json_agg(json_build_object('id', o.id, 'topic', o.topic, 'weekdays', o.weekdays, 'at', o.at_time, 'createdAt', o.created_at) ORDER BY o.id)
            FROM proactive_schedules o WHERE o.user_id = p.user_id AND o.paused_at IS NULL), '[]') AS schedules
        FROM unnest(${userIds}::uuid[]) AS p (user_id) JOIN proactive_settings s ON s.user_id = p.user_id`);
      return rows.map(read);
    },
    async decideHeld(held) {
      if (held.length === 0) return 0;
      return tx.count(sql`
        INSERT INTO proactive_decisions (user_id, hour, outcome, reasons, context_version, settings_version, decided_at)
        SELECT "userId", hour, 'not-sent', reasons, "contextVersion", "settingsVersion", "decidedAt"
        FROM jsonb_to_recordset(${JSON.stringify(held)}::jsonb) AS held ("userId" uuid, hour timestamptz, reasons jsonb, "contextVersion" integer,
          "settingsVersion" integer, "decidedAt" timestamptz)
        ORDER BY "userId" ON CONFLICT (user_id, hour) DO NOTHING`);
    },
  };
}

const lastSaid = (userId: ReturnType<typeof sql>) => sql`(SELECT m.created_at FROM messages m
  WHERE m.user_id = ${userId} AND m.role = 'user' ORDER BY m.id DESC LIMIT 1)`;

/** Times within JSON are text. */
type Json<Value> = Value extends Date
  ? string
  : Value extends readonly (infer One)[]
    ? Json<One>[]
    : Value extends object
      ? { [Key in keyof Value]: Json<Value[Key]> }
      : Value;
type Lists = "feedback" | "recent" | "decisions" | "loops" | "schedules";
type Stored = SettingsRow & Omit<ProactiveOutline, Lists | "settings"> & Json<Pick<ProactiveOutline, Lists>>;

function read(row: Stored): ProactiveOutline {
  const { userId, hasTelegram, hasEmail, contextVersion, lastSaidAt, spentUsd, ...lists } = row;
  const { feedback, recent, decisions, loops, schedules, ...settings } = lists;
  return {
    ...{ userId, settings, hasTelegram, hasEmail, contextVersion, lastSaidAt, spentUsd },
    feedback: feedback.map(({ givenAt, ...one }) => ({ ...one, givenAt: new Date(givenAt) })),
    recent: recent.map(({ plannedAt, scheduledFor, takenAt, ...one }) => ({
      ...one,
      plannedAt: new Date(plannedAt),
      scheduledFor: new Date(scheduledFor),
      takenAt: takenAt === null ? null : new Date(takenAt),
    })),
    decisions: decisions.map(({ hour, decidedAt, ...one }) => ({
      ...{ ...one, hour: new Date(hour), decidedAt: new Date(decidedAt) },
    })),
    loops: loops.map(({ dueAt, createdAt, ...one }) => ({
      ...{ ...one, dueAt: new Date(dueAt), createdAt: new Date(createdAt) },
    })),
    schedules: schedules.map(({ createdAt, ...one }) => ({ ...one, createdAt: new Date(createdAt) })),
  };
}
