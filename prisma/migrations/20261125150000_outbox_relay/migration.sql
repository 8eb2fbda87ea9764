-- The outbox relay: how far each consumer came in each person's events, what it gave up, and its first consumer's sums.

-- Every event up to `passed` is consumed: moved in the transaction of the effect, so it is the mark of each of them.
CREATE TABLE event_cursors (
  user_id uuid NOT NULL,
  consumer text NOT NULL,
  passed bigint NOT NULL DEFAULT 0,
  -- The event that failed last, how often, why, and when it may be tried again.
  stuck_at bigint,
  tries integer NOT NULL DEFAULT 0,
  next_try_at timestamptz(3),
  reason text,
  -- For effects outside of the database, which no transaction may wait for.
  fence integer NOT NULL DEFAULT 0,
  lease_until timestamptz(3),
  CONSTRAINT event_cursors_pkey PRIMARY KEY (user_id, consumer),
  CONSTRAINT event_cursors_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT event_cursors_stuck_check CHECK ((stuck_at IS NULL) = (next_try_at IS NULL) AND stuck_at > passed)
);

-- Events that a consumer could not take, after its last try. By ids and reason only, so it outlives the event.
CREATE TABLE dead_events (
  user_id uuid NOT NULL,
  consumer text NOT NULL,
  sequence bigint NOT NULL,
  event_id uuid NOT NULL,
  type text NOT NULL,
  tries integer NOT NULL,
  reason text NOT NULL,
  given_up_at timestamptz(3) NOT NULL,
  CONSTRAINT dead_events_pkey PRIMARY KEY (user_id, consumer, sequence),
  CONSTRAINT dead_events_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);

-- What answers cost, by UTC day. A response is either here or marked NOT rolled_up, never both.
CREATE TABLE usage_days (
  user_id uuid NOT NULL,
  day date NOT NULL,
  model text NOT NULL,
  channel text NOT NULL,
  answers integer NOT NULL,
  prompt_tokens bigint NOT NULL,
  completion_tokens bigint NOT NULL,
  cost_usd numeric(30, 18) NOT NULL,
  -- Sums of milliseconds, and how many answers told theirs.
  first_token_ms bigint NOT NULL,
  first_tokens integer NOT NULL,
  total_ms bigint NOT NULL,
  totals integer NOT NULL,
  CONSTRAINT usage_days_pkey PRIMARY KEY (user_id, day, model, channel),
  CONSTRAINT usage_days_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
ALTER TABLE ai_responses ADD COLUMN rolled_up boolean NOT NULL DEFAULT false;
CREATE INDEX ai_responses_tail_idx ON ai_responses (user_id, ended_at) WHERE NOT rolled_up;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['event_cursors', 'dead_events', 'usage_days']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY %I ON %I TO procode_app USING (user_id = procode_user_id()) WITH CHECK (user_id = procode_user_id())',
      name || '_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['event_cursors', 'dead_events']
  LOOP
    EXECUTE format('CREATE POLICY %I ON %I TO procode_system USING (true) WITH CHECK (true)', name || '_system', name);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE ON event_cursors, usage_days TO procode_app;
GRANT SELECT, INSERT ON dead_events TO procode_app;
GRANT SELECT ON event_cursors, dead_events TO procode_system;
GRANT DELETE ON domain_events TO procode_system;
