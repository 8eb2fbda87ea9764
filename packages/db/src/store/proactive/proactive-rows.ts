import type { ProactiveSettings } from "@procode/contracts";
import { sql } from "../sql.ts";

export const SETTINGS_COLUMNS = sql`s.opted_in_at AS "optedInAt", s.channels, s.topics, s.quiet_hours AS "quietHours", s.zone,
  json_build_object('perDay', s.per_day, 'perWeek', s.per_week) AS caps, trim_scale(s.budget_usd)::text AS "budgetUsd",
  s.snoozed_until AS "snoozedUntil", s.version`;
export type SettingsRow = ProactiveSettings;

/** What was planned, and where it stands. */
export const MESSAGES = sql`proactive_plans JOIN proactive_messages USING (user_id, id)`;
export const MESSAGE_COLUMNS = sql`id, slot, reason, topic, rule, text, why, facts, model, generation_id AS "generationId", confidence,
  loop_id AS "loopId", context_version AS "contextVersion", settings_version AS "settingsVersion", newest_message_id AS "newestMessageId",
  planned_at AS "plannedAt", scheduled_for AS "scheduledFor", expires_at AS "expiresAt", state, claims, attempts, fence, channel,
  conversation_id AS "conversationId", message_id AS "messageId", telegram_message_id::float8 AS "telegramMessageId", taken_at AS "takenAt"`;
export const SETTLED_COLUMNS = sql`m.user_id AS "userId", m.id, m.state, m.message_id AS "messageId"`;

/** Dollars that thinking about a person cost since then: deciding whether to write, and reading for what is open; a decimal string. */
export const spentUsd = ({ whose, since }: { whose: ReturnType<typeof sql>; since: Date }) => sql`(
  SELECT trim_scale(coalesce(sum(r.cost_usd), 0))::text FROM (
    SELECT d.generation_id FROM proactive_decisions d WHERE d.user_id = ${whose} AND d.hour >= ${since}
    UNION ALL SELECT a.generation_id FROM conversation_analyses a WHERE a.user_id = ${whose} AND a.analysed_at >= ${since}
  ) calls JOIN ai_responses r ON r.user_id = ${whose} AND r.generation_id = calls.generation_id)`;
