-- A claim moved a whole message, with its words, in four indexes of which three do not care where it stands. What was
-- planned, with its words and keys, is written once and stays in proactive_plans; proactive_messages keeps where it stands.

DROP TRIGGER proactive_messages_born ON proactive_messages;
DROP TRIGGER proactive_messages_move ON proactive_messages;
DROP TRIGGER proactive_messages_note_new ON proactive_messages;
DROP TRIGGER proactive_messages_note_moved ON proactive_messages;
DROP TRIGGER proactive_messages_forget ON proactive_messages;

ALTER TABLE proactive_messages RENAME TO proactive_plans;
ALTER TABLE proactive_plans RENAME CONSTRAINT proactive_messages_pkey TO proactive_plans_pkey;
ALTER TABLE proactive_plans RENAME CONSTRAINT proactive_messages_user_fkey TO proactive_plans_user_fkey;
ALTER TABLE proactive_plans RENAME CONSTRAINT proactive_messages_slot_check TO proactive_plans_slot_check;
ALTER INDEX proactive_messages_slot_key RENAME TO proactive_plans_slot_key;
ALTER INDEX proactive_messages_time_idx RENAME TO proactive_plans_time_idx;
ALTER POLICY proactive_messages_app ON proactive_plans RENAME TO proactive_plans_app;
ALTER POLICY proactive_messages_system ON proactive_plans RENAME TO proactive_plans_system;
-- For what follows; a policy would show the owner no row.
ALTER TABLE proactive_plans NO FORCE ROW LEVEL SECURITY;

CREATE TABLE proactive_messages (
  user_id uuid NOT NULL,
  id uuid NOT NULL,
  -- Too late from then on.
  expires_at timestamptz(3) NOT NULL,
  next_try_at timestamptz(3) NOT NULL,
  -- How many moves it made.
  moves integer NOT NULL DEFAULT 0,
  claims integer NOT NULL DEFAULT 0,
  attempts integer NOT NULL DEFAULT 0,
  fence integer NOT NULL DEFAULT 0,
  state text NOT NULL DEFAULT 'candidate',
  -- Why it is in this state.
  reason text NOT NULL,
  worker_id text,
  -- Null while it is sending: another queue holds it and tells how it ended.
  lease_until timestamptz(3),
  channel text,
  conversation_id uuid,
  message_id uuid,
  telegram_message_id bigint,
  -- When it was, or may have been, taken by its channel.
  taken_at timestamptz(3),
  trace text,
  CONSTRAINT proactive_messages_channel_check CHECK (channel IN ('telegram', 'web', 'email') AND (channel IS NOT NULL OR state NOT IN ('sending', 'sent', 'read', 'responded', 'uncertain'))),
  CONSTRAINT proactive_messages_sent_check CHECK (state NOT IN ('sent', 'responded') OR channel <> 'telegram' OR telegram_message_id IS NOT NULL),
  CONSTRAINT proactive_messages_claimed_check CHECK (state <> 'claimed' OR (worker_id IS NOT NULL AND lease_until IS NOT NULL))
);
INSERT INTO proactive_messages (user_id, id, expires_at, next_try_at, moves, claims, attempts, fence, state, reason, worker_id,
    lease_until, channel, conversation_id, message_id, telegram_message_id, taken_at, trace)
  SELECT user_id, id, expires_at, next_try_at, moves, claims, attempts, fence, state, reason, worker_id,
    lease_until, channel, conversation_id, message_id, telegram_message_id, taken_at, trace FROM proactive_plans;

-- That it went wrong before it was begun: another one may be made for the same order.
ALTER TABLE proactive_plans ADD COLUMN called_off boolean NOT NULL DEFAULT false;
UPDATE proactive_plans SET called_off = true WHERE state IN ('cancelled', 'expired', 'dead');
-- With the columns go their checks and indexes, and the key by state.
ALTER TABLE proactive_plans DROP COLUMN expires_at, DROP COLUMN next_try_at, DROP COLUMN moves, DROP COLUMN claims, DROP COLUMN attempts,
  DROP COLUMN fence, DROP COLUMN state, DROP COLUMN reason, DROP COLUMN worker_id, DROP COLUMN lease_until, DROP COLUMN channel,
  DROP COLUMN conversation_id, DROP COLUMN message_id, DROP COLUMN telegram_message_id, DROP COLUMN taken_at, DROP COLUMN trace;
CREATE UNIQUE INDEX proactive_plans_order_key ON proactive_plans (user_id, slot, loop_id, schedule_id) NULLS NOT DISTINCT
  WHERE rule IN ('reminder', 'schedule') AND NOT called_off;

ALTER TABLE proactive_messages ADD CONSTRAINT proactive_messages_pkey PRIMARY KEY (user_id, id);
ALTER TABLE proactive_messages ADD CONSTRAINT proactive_messages_plan_fkey FOREIGN KEY (user_id, id) REFERENCES proactive_plans (user_id, id) ON DELETE CASCADE;
ALTER TABLE proactive_plans FORCE ROW LEVEL SECURITY;
CREATE INDEX proactive_messages_due_idx ON proactive_messages (next_try_at) WHERE state = 'scheduled';
CREATE INDEX proactive_messages_over_idx ON proactive_messages (expires_at) WHERE state IN ('candidate', 'scheduled');
CREATE INDEX proactive_messages_lease_idx ON proactive_messages (lease_until) WHERE state IN ('claimed', 'sending');
CREATE INDEX proactive_messages_message_idx ON proactive_messages (user_id, message_id) WHERE message_id IS NOT NULL;
ALTER TABLE proactive_messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE proactive_messages FORCE ROW LEVEL SECURITY;
CREATE POLICY proactive_messages_app ON proactive_messages TO procode_app USING (user_id = procode_user_id()) WITH CHECK (user_id = procode_user_id());
CREATE POLICY proactive_messages_system ON proactive_messages TO procode_system USING (true) WITH CHECK (true);

-- Which moves there are; whoever writes, an illegal one is refused, so that what was sending is never sent again.
CREATE OR REPLACE FUNCTION proactive_messages_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  came_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
BEGIN
  IF (coalesce(came_from, '') || ' ' || NEW.state) <> ALL (ARRAY[
    ' candidate', 'candidate scheduled', 'candidate cancelled', 'candidate expired',
    'scheduled claimed', 'scheduled cancelled', 'scheduled expired',
    'claimed scheduled', 'claimed sending', 'claimed cancelled', 'claimed expired', 'claimed dead',
    'sending sent', 'sending uncertain', 'sending failed',
    'failed scheduled', 'failed dead',
    'sent read', 'sent responded', 'read responded']) OR (NEW.state = 'read' AND NEW.channel IS DISTINCT FROM 'web') THEN
    RAISE EXCEPTION 'a proactive message never goes from % to %', came_from, NEW.state USING ERRCODE = 'PC001';
  END IF;
  NEW.moves := CASE WHEN TG_OP = 'UPDATE' THEN OLD.moves + 1 ELSE 0 END;
  IF NEW.state IN ('cancelled', 'expired', 'dead') THEN
    UPDATE proactive_plans SET called_off = true WHERE user_id = NEW.user_id AND id = NEW.id;
  END IF;
  RETURN NEW;
END $$;
DROP FUNCTION proactive_may_move;
CREATE TRIGGER proactive_messages_born BEFORE INSERT ON proactive_messages
  FOR EACH ROW EXECUTE FUNCTION proactive_messages_move();
-- A claim that counts itself, the one move that comes by the hundred, calls no function.
CREATE TRIGGER proactive_messages_move BEFORE UPDATE OF state, moves ON proactive_messages
  FOR EACH ROW WHEN (NOT (OLD.state = 'scheduled' AND NEW.state = 'claimed' AND NEW.moves = OLD.moves + 1))
  EXECUTE FUNCTION proactive_messages_move();
CREATE TRIGGER proactive_messages_note_new AFTER INSERT ON proactive_messages
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION proactive_messages_note_new();
CREATE TRIGGER proactive_messages_note_moved AFTER UPDATE ON proactive_messages
  REFERENCING OLD TABLE AS before NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION proactive_messages_note_moved();
CREATE TRIGGER proactive_messages_forget AFTER DELETE ON proactive_messages
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION proactive_messages_forget();

REVOKE ALL ON proactive_plans FROM procode_app, procode_system;
GRANT SELECT, INSERT, UPDATE (scheduled_for, called_off) ON proactive_plans TO procode_app;
-- Everything but the words.
GRANT SELECT (user_id, id, slot, topic, rule, loop_id, schedule_id, planned_at, scheduled_for, called_off), UPDATE (called_off) ON proactive_plans TO procode_system;
GRANT SELECT, INSERT, UPDATE ON proactive_messages TO procode_app;
GRANT SELECT, UPDATE (state, reason, moves, next_try_at, claims, worker_id, fence, lease_until, telegram_message_id, taken_at) ON proactive_messages TO procode_system;

-- As a function in SQL it was parsed and planned at every statement that asks for the time.
CREATE OR REPLACE FUNCTION procode_now() RETURNS timestamptz LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN date_trunc('milliseconds', clock_timestamp() + make_interval(secs => (SELECT lease_shift_seconds FROM instance)));
END $$;
