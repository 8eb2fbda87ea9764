-- The hour is planned for hundreds of people at a time: what the policy looks at is read, and what it stops is stored, by sets.
-- The system role learns times, topics and states for it, and still not one word that a person wrote or was written.

-- The schedule that a message came from, whose id stood only beside its words.
ALTER TABLE proactive_messages ADD COLUMN schedule_id uuid
  GENERATED ALWAYS AS (CASE WHEN rule = 'schedule' THEN (facts -> 0 ->> 'id')::uuid END) STORED;

GRANT SELECT (id, topic, created_at) ON open_loops TO procode_system;
GRANT SELECT (id, topic, created_at) ON proactive_schedules TO procode_system;
GRANT SELECT (topic, rule, loop_id, schedule_id, planned_at) ON proactive_messages TO procode_system;
GRANT SELECT (user_id, topic, kind, given_at) ON proactive_feedback TO procode_system;
GRANT SELECT (decided_at, generation_id) ON proactive_decisions TO procode_system;
GRANT INSERT (user_id, hour, outcome, reasons, context_version, settings_version, decided_at) ON proactive_decisions TO procode_system;
CREATE POLICY conversations_system ON conversations FOR SELECT TO procode_system USING (true);
GRANT SELECT (user_id, pinned, active_at, archived_at, removed_at) ON conversations TO procode_system;
GRANT SELECT (user_id, version) ON user_contexts TO procode_system;
