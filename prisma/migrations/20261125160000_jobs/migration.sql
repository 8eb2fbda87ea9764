-- What the built-in executor of Inngest functions remembers. No row belongs to a person: data holds ids and figures alone.

-- What happened. An id that stands here begins nothing a second time.
CREATE TABLE job_events (
  id text NOT NULL,
  name text NOT NULL,
  data jsonb NOT NULL,
  at timestamptz(3) NOT NULL,
  received_at timestamptz(3) NOT NULL,
  CONSTRAINT job_events_pkey PRIMARY KEY (id)
);
CREATE INDEX job_events_received_idx ON job_events (received_at);

CREATE TABLE job_runs (
  id uuid NOT NULL,
  function_id text NOT NULL,
  event_id text NOT NULL,
  dedupe_key text NOT NULL,
  -- What it counts towards while it is held, and how many may.
  slot_keys text[] NOT NULL,
  slot_mosts integer[] NOT NULL,
  -- What its start counts towards: one every so many milliseconds, and `burst` at once.
  throttle_key text,
  throttle_every_ms integer,
  throttle_burst integer,
  state text NOT NULL DEFAULT 'open',
  output jsonb,
  -- Tries in vain of the function as a whole, and when it is called again; null while only its steps are.
  attempt integer NOT NULL DEFAULT 0,
  call_due_at timestamptz(3),
  -- When there is something to do: a call, a step, the end of a sleep or of a wait.
  due_at timestamptz(3),
  -- An event came for it while it was held.
  woken boolean NOT NULL DEFAULT false,
  fence integer NOT NULL DEFAULT 0,
  lease_until timestamptz(3),
  -- How often it was claimed without a word since: it may be what kills its process.
  claims integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL,
  started_at timestamptz(3),
  ended_at timestamptz(3),
  CONSTRAINT job_runs_pkey PRIMARY KEY (id),
  CONSTRAINT job_runs_dedupe_key UNIQUE (function_id, dedupe_key),
  CONSTRAINT job_runs_event_fkey FOREIGN KEY (event_id) REFERENCES job_events (id),
  CONSTRAINT job_runs_state_check CHECK (state IN ('open', 'completed', 'failed') AND (state = 'open') = (ended_at IS NULL)),
  CONSTRAINT job_runs_slots_check CHECK (cardinality(slot_keys) = cardinality(slot_mosts)),
  CONSTRAINT job_runs_throttle_check CHECK (num_nonnulls(throttle_key, throttle_every_ms, throttle_burst) IN (0, 3))
);
CREATE INDEX job_runs_due_idx ON job_runs (due_at, id) WHERE ended_at IS NULL;
CREATE INDEX job_runs_held_idx ON job_runs (lease_until) WHERE ended_at IS NULL AND lease_until IS NOT NULL;
CREATE INDEX job_runs_ended_idx ON job_runs (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX job_runs_event_idx ON job_runs (event_id);

-- What a run's steps came to. One that ended is never called again.
CREATE TABLE job_steps (
  run_id uuid NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  state text NOT NULL,
  output jsonb,
  attempt integer NOT NULL DEFAULT 0,
  due_at timestamptz(3),
  wait_name text,
  wait_path text[] NOT NULL,
  wait_value jsonb,
  -- In the order in which they ended, which a function is told.
  place integer,
  CONSTRAINT job_steps_pkey PRIMARY KEY (run_id, id),
  CONSTRAINT job_steps_run_fkey FOREIGN KEY (run_id) REFERENCES job_runs (id) ON DELETE CASCADE,
  CONSTRAINT job_steps_state_check CHECK (state IN ('planned', 'sleeping', 'waiting', 'done', 'failed')
    AND (state IN ('done', 'failed')) = (place IS NOT NULL) AND (state = 'waiting') <= (wait_name IS NOT NULL))
);
CREATE INDEX job_steps_waiting_idx ON job_steps (wait_name) WHERE state = 'waiting';

CREATE TABLE job_schedules (
  function_id text NOT NULL,
  cron text NOT NULL,
  next_at timestamptz(3) NOT NULL,
  CONSTRAINT job_schedules_pkey PRIMARY KEY (function_id, cron)
);

-- When each bucket of starts is empty again, and when its next start is allowed.
CREATE TABLE job_throttles (
  key text NOT NULL,
  empty_at timestamptz(3) NOT NULL,
  free_at timestamptz(3) NOT NULL,
  CONSTRAINT job_throttles_pkey PRIMARY KEY (key)
);

-- Signatures of calls that came in: one that comes again is a replay.
CREATE TABLE job_calls (
  signature text NOT NULL,
  seen_at timestamptz(3) NOT NULL,
  CONSTRAINT job_calls_pkey PRIMARY KEY (signature)
);
CREATE INDEX job_calls_seen_idx ON job_calls (seen_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON job_calls, job_events, job_runs, job_steps, job_schedules, job_throttles TO procode_system;
