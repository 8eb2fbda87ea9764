-- Messages that PROCODE writes unasked: what a person allows, why each was planned or not, and one row for each with all its moves.

CREATE TABLE proactive_settings (
  user_id uuid NOT NULL,
  -- Null: nothing is ever sent unasked.
  opted_in_at timestamptz(3),
  -- In this order; the next one only when the one before can not be used.
  channels text[] NOT NULL,
  -- Weight by topic.
  topics jsonb NOT NULL,
  -- The window that begins on each weekday, Monday first.
  quiet_hours jsonb NOT NULL,
  zone text NOT NULL,
  per_day integer NOT NULL,
  per_week integer NOT NULL,
  -- Dollars that thinking about this person may cost in their month.
  budget_usd numeric(30, 18) NOT NULL,
  snoozed_until timestamptz(3),
  -- Grows at every change; what was planned under an older one is looked at again.
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT proactive_settings_pkey PRIMARY KEY (user_id),
  CONSTRAINT proactive_settings_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT proactive_settings_channels_check CHECK (channels <@ ARRAY['telegram', 'web', 'email']),
  CONSTRAINT proactive_settings_caps_check CHECK (per_day BETWEEN 1 AND 10 AND per_week BETWEEN 1 AND 50 AND budget_usd >= 0)
);
CREATE INDEX proactive_settings_on_idx ON proactive_settings (user_id) WHERE opted_in_at IS NOT NULL;

CREATE TABLE proactive_schedules (
  user_id uuid NOT NULL,
  id uuid NOT NULL,
  words text NOT NULL,
  topic text NOT NULL,
  -- As ISO counts them: 1 is Monday.
  weekdays integer[] NOT NULL,
  at_time text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT proactive_schedules_pkey PRIMARY KEY (user_id, id),
  CONSTRAINT proactive_schedules_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT proactive_schedules_days_check CHECK (cardinality(weekdays) > 0 AND weekdays <@ ARRAY[1, 2, 3, 4, 5, 6, 7]),
  CONSTRAINT proactive_schedules_at_check CHECK (at_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$')
);

-- What was found in a conversation or a profile and is not done yet.
CREATE TABLE open_loops (
  user_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  words text NOT NULL,
  topic text NOT NULL,
  due_at timestamptz(3) NOT NULL,
  -- Where it was said. The same words there again are the same loop.
  source_id uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  closed_at timestamptz(3),
  closed_reason text,
  CONSTRAINT open_loops_pkey PRIMARY KEY (user_id, id),
  CONSTRAINT open_loops_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT open_loops_kind_check CHECK (kind IN ('goal', 'promise', 'reminder')),
  CONSTRAINT open_loops_closed_check CHECK ((closed_at IS NULL) = (closed_reason IS NULL))
);
CREATE UNIQUE INDEX open_loops_source_key ON open_loops (user_id, source_id, kind, due_at);
CREATE INDEX open_loops_due_idx ON open_loops (user_id, due_at) WHERE closed_at IS NULL;

-- What was decided about a person in an hour, also when nothing was sent; the same hour again changes nothing.
CREATE TABLE proactive_decisions (
  user_id uuid NOT NULL,
  hour timestamptz(3) NOT NULL,
  outcome text NOT NULL,
  -- What each rule said, in the order in which they were asked.
  reasons jsonb NOT NULL,
  -- The message that came of it. No foreign key: it is stored after its decision.
  message_id uuid,
  model text,
  generation_id uuid,
  confidence integer,
  context_version integer NOT NULL,
  settings_version integer NOT NULL,
  decided_at timestamptz(3) NOT NULL,
  CONSTRAINT proactive_decisions_pkey PRIMARY KEY (user_id, hour),
  CONSTRAINT proactive_decisions_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT proactive_decisions_outcome_check CHECK (outcome IN ('planned', 'not-sent') AND (outcome = 'planned') = (message_id IS NOT NULL)),
  CONSTRAINT proactive_decisions_hour_check CHECK (hour = date_trunc('hour', hour, 'UTC')),
  CONSTRAINT proactive_decisions_reasons_check CHECK (jsonb_array_length(reasons) > 0)
);

CREATE TABLE proactive_messages (
  user_id uuid NOT NULL,
  id uuid NOT NULL,
  -- The hour that it is for; a person has one message for each.
  slot timestamptz(3) NOT NULL,
  state text NOT NULL DEFAULT 'candidate',
  -- Why it is in this state.
  reason text NOT NULL,
  -- How many moves it made.
  moves integer NOT NULL DEFAULT 0,
  topic text NOT NULL,
  rule text NOT NULL,
  text text NOT NULL,
  -- "Why this message", as the person reads it, and the facts that were used.
  why text NOT NULL,
  facts jsonb NOT NULL,
  model text,
  -- The call that wrote it; what it cost stands in ai_responses.
  generation_id uuid,
  confidence integer NOT NULL,
  loop_id uuid,
  context_version integer NOT NULL,
  settings_version integer NOT NULL,
  -- The person's newest message when it was planned.
  newest_message_id uuid,
  planned_at timestamptz(3) NOT NULL,
  scheduled_for timestamptz(3) NOT NULL,
  -- Too late from then on.
  expires_at timestamptz(3) NOT NULL,
  next_try_at timestamptz(3) NOT NULL,
  claims integer NOT NULL DEFAULT 0,
  attempts integer NOT NULL DEFAULT 0,
  worker_id text,
  fence integer NOT NULL DEFAULT 0,
  -- Null while it is sending: another queue holds it and tells how it ended.
  lease_until timestamptz(3),
  channel text,
  conversation_id uuid,
  message_id uuid,
  telegram_message_id bigint,
  -- When it was, or may have been, taken by its channel.
  taken_at timestamptz(3),
  CONSTRAINT proactive_messages_pkey PRIMARY KEY (user_id, id),
  CONSTRAINT proactive_messages_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT proactive_messages_slot_check CHECK (slot = date_trunc('hour', slot, 'UTC')),
  CONSTRAINT proactive_messages_channel_check CHECK (channel IN ('telegram', 'web', 'email') AND (channel IS NOT NULL OR state NOT IN ('sending', 'sent', 'read', 'responded', 'uncertain'))),
  CONSTRAINT proactive_messages_sent_check CHECK (state NOT IN ('sent', 'responded') OR channel <> 'telegram' OR telegram_message_id IS NOT NULL),
  CONSTRAINT proactive_messages_claimed_check CHECK (state <> 'claimed' OR (worker_id IS NOT NULL AND lease_until IS NOT NULL))
);
CREATE UNIQUE INDEX proactive_messages_slot_key ON proactive_messages (user_id, slot);
CREATE INDEX proactive_messages_due_idx ON proactive_messages (next_try_at) WHERE state = 'scheduled';
CREATE INDEX proactive_messages_over_idx ON proactive_messages (expires_at) WHERE state IN ('candidate', 'scheduled');
CREATE INDEX proactive_messages_lease_idx ON proactive_messages (lease_until) WHERE state IN ('claimed', 'sending');
CREATE INDEX proactive_messages_message_idx ON proactive_messages (user_id, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX proactive_messages_time_idx ON proactive_messages (user_id, scheduled_for);

-- Every move with its reason, written by the trigger below and by nobody else.
CREATE TABLE proactive_moves (
  user_id uuid NOT NULL,
  proactive_id uuid NOT NULL,
  number integer NOT NULL,
  from_state text,
  to_state text NOT NULL,
  reason text NOT NULL,
  fence integer NOT NULL,
  moved_at timestamptz(3) NOT NULL,
  CONSTRAINT proactive_moves_pkey PRIMARY KEY (user_id, proactive_id, number),
  CONSTRAINT proactive_moves_message_fkey FOREIGN KEY (user_id, proactive_id) REFERENCES proactive_messages (user_id, id) ON DELETE CASCADE
);

CREATE TABLE proactive_attempts (
  user_id uuid NOT NULL,
  proactive_id uuid NOT NULL,
  attempt integer NOT NULL,
  channel text NOT NULL,
  outcome text NOT NULL DEFAULT 'open',
  error_class text,
  reason text,
  begun_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  CONSTRAINT proactive_attempts_pkey PRIMARY KEY (user_id, proactive_id, attempt),
  CONSTRAINT proactive_attempts_message_fkey FOREIGN KEY (user_id, proactive_id) REFERENCES proactive_messages (user_id, id) ON DELETE CASCADE,
  CONSTRAINT proactive_attempts_outcome_check CHECK (outcome IN ('open', 'sent', 'uncertain', 'failed') AND (outcome = 'open') = (ended_at IS NULL)),
  CONSTRAINT proactive_attempts_class_check CHECK ((outcome IN ('uncertain', 'failed')) = (error_class IS NOT NULL AND reason IS NOT NULL))
);

CREATE TABLE proactive_feedback (
  user_id uuid NOT NULL,
  id uuid NOT NULL,
  proactive_id uuid NOT NULL,
  topic text NOT NULL,
  kind text NOT NULL,
  given_at timestamptz(3) NOT NULL,
  CONSTRAINT proactive_feedback_pkey PRIMARY KEY (user_id, id),
  CONSTRAINT proactive_feedback_message_fkey FOREIGN KEY (user_id, proactive_id) REFERENCES proactive_messages (user_id, id) ON DELETE CASCADE,
  CONSTRAINT proactive_feedback_kind_check CHECK (kind IN ('up', 'down', 'less'))
);
-- The same word on the same message counts once.
CREATE UNIQUE INDEX proactive_feedback_once_key ON proactive_feedback (user_id, proactive_id, kind);
CREATE INDEX proactive_feedback_time_idx ON proactive_feedback (user_id, given_at);

-- Which moves there are; whoever writes, an illegal one is refused, so that what was sending is never sent again.
CREATE FUNCTION proactive_messages_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  came_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
BEGIN
  IF (coalesce(came_from, '') || ' ' || NEW.state) <> ALL (ARRAY[
    ' candidate', 'candidate scheduled', 'candidate cancelled', 'candidate expired',
    'scheduled claimed', 'scheduled cancelled', 'scheduled expired',
    'claimed scheduled', 'claimed sending', 'claimed cancelled', 'claimed expired', 'claimed dead',
    'sending sent', 'sending uncertain', 'sending failed',
    'failed scheduled', 'failed dead',
    'sent read', 'sent responded', 'read responded']) OR (NEW.state = 'read' AND NEW.channel <> 'web') THEN
    RAISE EXCEPTION 'a proactive message never goes from % to %', came_from, NEW.state USING ERRCODE = 'PC001';
  END IF;
  NEW.moves := CASE WHEN TG_OP = 'UPDATE' THEN OLD.moves + 1 ELSE 0 END;
  RETURN NEW;
END $$;
CREATE FUNCTION proactive_messages_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO proactive_moves (user_id, proactive_id, number, from_state, to_state, reason, fence, moved_at)
  VALUES (NEW.user_id, NEW.id, NEW.moves, CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END, NEW.state, NEW.reason, NEW.fence, procode_now());
  RETURN NULL;
END $$;
CREATE TRIGGER proactive_messages_move BEFORE INSERT OR UPDATE OF state ON proactive_messages
  FOR EACH ROW EXECUTE FUNCTION proactive_messages_move();
CREATE TRIGGER proactive_messages_note AFTER INSERT OR UPDATE OF state ON proactive_messages
  FOR EACH ROW EXECUTE FUNCTION proactive_messages_note();

-- A message to Telegram that is worth nothing later: from then on it is not begun any more.
ALTER TABLE telegram_sends ADD COLUMN not_after timestamptz(3);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['proactive_settings', 'proactive_schedules', 'open_loops', 'proactive_decisions',
    'proactive_messages', 'proactive_moves', 'proactive_attempts', 'proactive_feedback']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY %I ON %I TO procode_app USING (user_id = procode_user_id()) WITH CHECK (user_id = procode_user_id())',
      name || '_app', name);
    EXECUTE format('CREATE POLICY %I ON %I TO procode_system USING (true) WITH CHECK (true)', name || '_system', name);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE ON proactive_settings, open_loops, proactive_messages, proactive_attempts TO procode_app;
GRANT SELECT, INSERT, DELETE ON proactive_schedules TO procode_app;
GRANT SELECT, INSERT ON proactive_decisions, proactive_moves, proactive_feedback TO procode_app;
-- Everything but the words.
GRANT SELECT (user_id, id, slot, state, reason, moves, scheduled_for, expires_at, next_try_at, claims, attempts, worker_id, fence, lease_until, channel, conversation_id, message_id, telegram_message_id, taken_at) ON proactive_messages TO procode_system;
GRANT UPDATE (state, reason, moves, next_try_at, claims, worker_id, fence, lease_until, telegram_message_id, taken_at) ON proactive_messages TO procode_system;
GRANT SELECT ON proactive_settings TO procode_system;
GRANT SELECT (user_id, kind, due_at, closed_at) ON open_loops TO procode_system;
GRANT SELECT (user_id, weekdays, at_time) ON proactive_schedules TO procode_system;
GRANT SELECT (user_id, hour, outcome) ON proactive_decisions TO procode_system;
GRANT INSERT ON proactive_moves TO procode_system;
GRANT SELECT, UPDATE ON proactive_attempts TO procode_system;
