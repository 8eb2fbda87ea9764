-- What a person ordered comes at its minute, however much else comes in that hour; what nobody asked for is one in an hour as before.
ALTER TABLE proactive_messages DROP CONSTRAINT proactive_messages_slot_check;
ALTER TABLE proactive_messages ADD CONSTRAINT proactive_messages_slot_check
  CHECK (slot = date_trunc(CASE WHEN rule IN ('reminder', 'schedule') THEN 'minute' ELSE 'hour' END, slot, 'UTC'));
DROP INDEX proactive_messages_slot_key;
CREATE UNIQUE INDEX proactive_messages_slot_key ON proactive_messages (user_id, slot) WHERE rule NOT IN ('reminder', 'schedule');
-- Of one that went wrong before it was begun another one may be made.
CREATE UNIQUE INDEX proactive_messages_order_key ON proactive_messages (user_id, slot, loop_id, schedule_id) NULLS NOT DISTINCT
  WHERE rule IN ('reminder', 'schedule') AND state NOT IN ('cancelled', 'expired', 'dead');

-- A silence is counted from what its person wrote themselves. The hour learns when that was, and still no word of it.
CREATE POLICY messages_system ON messages FOR SELECT TO procode_system USING (true);
GRANT SELECT (user_id, id, role, created_at) ON messages TO procode_system;
