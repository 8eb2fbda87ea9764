-- Runs as procode_owner, with procode_app and procode_system present.

-- The person that the transaction serves; null, and thereby no row at all, when none was set.
CREATE FUNCTION procode_user_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('procode.user_id', true), '')::uuid $$;

CREATE TABLE instance (
  id integer NOT NULL DEFAULT 1,
  first_admin_id uuid,
  lease_shift_seconds integer NOT NULL DEFAULT 0,
  CONSTRAINT instance_pkey PRIMARY KEY (id),
  CONSTRAINT instance_one_row CHECK (id = 1)
);
INSERT INTO instance (id) VALUES (1);

-- The time that leases follow: the database's, moved by tests only.
CREATE FUNCTION procode_now() RETURNS timestamptz LANGUAGE sql VOLATILE
  AS $$ SELECT clock_timestamp() + make_interval(secs => (SELECT lease_shift_seconds FROM instance)) $$;

CREATE TABLE workers (
  id text NOT NULL,
  lease_until timestamptz(3) NOT NULL,
  CONSTRAINT workers_pkey PRIMARY KEY (id)
);

-- Column order is that of rate-limiter-flexible's INSERT.
CREATE TABLE rate_limits (
  key text NOT NULL,
  points integer NOT NULL DEFAULT 0,
  expire bigint,
  CONSTRAINT rate_limits_pkey PRIMARY KEY (key)
);

CREATE TABLE users (
  id uuid NOT NULL,
  email text NOT NULL,
  name text NOT NULL,
  password_hash text NOT NULL,
  role text NOT NULL DEFAULT 'user',
  time_zone text,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT users_pkey PRIMARY KEY (id),
  CONSTRAINT users_role_check CHECK (role IN ('user', 'admin'))
);
CREATE UNIQUE INDEX users_email_key ON users (email);

CREATE TABLE user_settings (
  user_id uuid NOT NULL,
  theme text NOT NULL DEFAULT 'system',
  density text NOT NULL DEFAULT 'comfortable',
  preferred_model text,
  CONSTRAINT user_settings_pkey PRIMARY KEY (user_id),
  CONSTRAINT user_settings_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT user_settings_theme_check CHECK (theme IN ('system', 'light', 'dark')),
  CONSTRAINT user_settings_density_check CHECK (density IN ('comfortable', 'compact'))
);

CREATE TABLE user_contexts (
  user_id uuid NOT NULL,
  profile_cipher text,
  version integer NOT NULL DEFAULT 0,
  updated_at timestamptz(3),
  CONSTRAINT user_contexts_pkey PRIMARY KEY (user_id),
  CONSTRAINT user_contexts_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE sessions (
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  user_agent text NOT NULL,
  address text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  last_seen_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3),
  CONSTRAINT sessions_pkey PRIMARY KEY (id),
  CONSTRAINT sessions_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX sessions_living_idx ON sessions (user_id, last_seen_at) WHERE revoked_at IS NULL;

CREATE TABLE conversations (
  user_id uuid NOT NULL,
  id uuid NOT NULL,
  title text NOT NULL,
  titled_by text NOT NULL DEFAULT 'auto',
  model text,
  active_leaf_id uuid,
  channels text[] NOT NULL,
  cost_usd numeric(30, 18) NOT NULL DEFAULT 0,
  pinned_at timestamptz(3),
  archived_at timestamptz(3),
  removed_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  active_at timestamptz(3) NOT NULL,
  pinned boolean NOT NULL GENERATED ALWAYS AS (pinned_at IS NOT NULL) STORED,
  CONSTRAINT conversations_pkey PRIMARY KEY (user_id, id),
  CONSTRAINT conversations_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT conversations_titled_by_check CHECK (titled_by IN ('auto', 'person'))
);
CREATE INDEX conversations_list_idx ON conversations (user_id, pinned, active_at, id)
  WHERE removed_at IS NULL AND archived_at IS NULL;
CREATE INDEX conversations_archive_idx ON conversations (user_id, pinned, active_at, id)
  WHERE removed_at IS NULL AND archived_at IS NOT NULL;

CREATE TABLE messages (
  user_id uuid NOT NULL,
  id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  parent_id uuid,
  client_id uuid,
  role text NOT NULL,
  status text NOT NULL,
  channel text NOT NULL,
  text text NOT NULL,
  generation_id uuid,
  failure_reason text,
  failure_retry_seconds integer,
  model text,
  prompt_tokens integer,
  completion_tokens integer,
  cost_usd numeric(30, 18),
  cost_state text,
  first_token_ms integer,
  total_ms integer,
  finish_reason text,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT messages_pkey PRIMARY KEY (user_id, id),
  CONSTRAINT messages_conversation_fkey FOREIGN KEY (user_id, conversation_id)
    REFERENCES conversations (user_id, id) ON DELETE CASCADE,
  CONSTRAINT messages_role_check CHECK (role IN ('user', 'assistant')),
  CONSTRAINT messages_status_check CHECK (status IN ('complete', 'answering', 'stopped', 'interrupted', 'failed')),
  CONSTRAINT messages_cost_state_check CHECK (cost_state IN ('reported', 'pending', 'unknown'))
);
CREATE UNIQUE INDEX messages_page_key ON messages (user_id, conversation_id, id);
CREATE UNIQUE INDEX messages_client_id_key ON messages (user_id, client_id);
CREATE INDEX messages_parent_idx ON messages (user_id, parent_id);
-- Carries the conversation, so that a branch never leaves its own.
ALTER TABLE messages ADD CONSTRAINT messages_parent_fkey FOREIGN KEY (user_id, conversation_id, parent_id)
  REFERENCES messages (user_id, conversation_id, id);

CREATE TABLE generations (
  user_id uuid NOT NULL,
  id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  message_id uuid NOT NULL,
  model text NOT NULL,
  state text NOT NULL DEFAULT 'queued',
  worker_id text NOT NULL,
  fence integer NOT NULL DEFAULT 1,
  attempt integer NOT NULL DEFAULT 1,
  provider_id text,
  stop_requested boolean NOT NULL DEFAULT false,
  started_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT generations_pkey PRIMARY KEY (user_id, id),
  CONSTRAINT generations_message_fkey FOREIGN KEY (user_id, message_id)
    REFERENCES messages (user_id, id) ON DELETE CASCADE,
  CONSTRAINT generations_state_check CHECK (state IN ('queued', 'running', 'done', 'stopped', 'interrupted', 'failed'))
);
CREATE INDEX generations_message_idx ON generations (user_id, message_id);
CREATE INDEX generations_running_idx ON generations (user_id, conversation_id) WHERE state IN ('queued', 'running');
CREATE INDEX generations_worker_idx ON generations (worker_id) WHERE state IN ('queued', 'running');

CREATE TABLE generation_parts (
  user_id uuid NOT NULL,
  generation_id uuid NOT NULL,
  "offset" integer NOT NULL,
  text text NOT NULL,
  CONSTRAINT generation_parts_pkey PRIMARY KEY (user_id, generation_id, "offset"),
  CONSTRAINT generation_parts_generation_fkey FOREIGN KEY (user_id, generation_id)
    REFERENCES generations (user_id, id) ON DELETE CASCADE
);

CREATE TABLE ai_responses (
  user_id uuid NOT NULL,
  generation_id uuid NOT NULL,
  attempt integer NOT NULL,
  message_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  model text NOT NULL,
  state text NOT NULL,
  provider_id text,
  prompt_tokens integer,
  completion_tokens integer,
  cost_usd numeric(30, 18),
  cost_state text NOT NULL,
  first_token_ms integer,
  total_ms integer,
  finish_reason text,
  failure_reason text,
  tries integer NOT NULL DEFAULT 0,
  next_try_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3) NOT NULL,
  CONSTRAINT ai_responses_pkey PRIMARY KEY (user_id, generation_id, attempt),
  CONSTRAINT ai_responses_generation_fkey FOREIGN KEY (user_id, generation_id)
    REFERENCES generations (user_id, id) ON DELETE CASCADE,
  CONSTRAINT ai_responses_cost_state_check CHECK (cost_state IN ('reported', 'pending', 'unknown'))
);
CREATE INDEX ai_responses_usage_idx ON ai_responses (user_id, ended_at);
CREATE INDEX ai_responses_spend_idx ON ai_responses (ended_at) INCLUDE (cost_usd);
CREATE INDEX ai_responses_due_idx ON ai_responses (next_try_at) WHERE cost_state = 'pending';

CREATE TABLE event_counters (
  user_id uuid NOT NULL,
  last bigint NOT NULL DEFAULT 0,
  CONSTRAINT event_counters_pkey PRIMARY KEY (user_id),
  CONSTRAINT event_counters_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE domain_events (
  user_id uuid NOT NULL,
  sequence bigint NOT NULL,
  id uuid NOT NULL,
  type text NOT NULL,
  payload jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT domain_events_pkey PRIMARY KEY (user_id, sequence),
  CONSTRAINT domain_events_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE audit_log (
  id uuid NOT NULL,
  user_id uuid,
  action text NOT NULL,
  address text,
  details jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT audit_log_pkey PRIMARY KEY (id),
  CONSTRAINT audit_log_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL
);
CREATE INDEX audit_log_user_idx ON audit_log (user_id, created_at);

-- The app role sees the rows of the person that the transaction set, and nothing else. Forced, so that the owner,
-- who has no policy, sees none either.
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY users_app ON users TO procode_app
  USING (id = procode_user_id()) WITH CHECK (id = procode_user_id());

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['user_settings', 'user_contexts', 'sessions', 'conversations', 'messages', 'generations',
    'generation_parts', 'ai_responses', 'event_counters', 'domain_events', 'audit_log']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY %I ON %I TO procode_app USING (user_id = procode_user_id()) WITH CHECK (user_id = procode_user_id())',
      name || '_app', name);
  END LOOP;
  -- What serves no person yet, or many. Conversations and messages are not among them.
  FOREACH name IN ARRAY ARRAY['users', 'user_settings', 'user_contexts', 'sessions', 'generations', 'generation_parts',
    'ai_responses', 'event_counters', 'domain_events', 'audit_log']
  LOOP
    EXECUTE format('CREATE POLICY %I ON %I TO procode_system USING (true) WITH CHECK (true)', name || '_system', name);
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO procode_app, procode_system;

GRANT SELECT, UPDATE (name, time_zone) ON users TO procode_app;
GRANT SELECT, UPDATE ON user_settings, user_contexts, sessions TO procode_app;
GRANT SELECT, INSERT, UPDATE ON conversations, messages, generations, ai_responses, event_counters TO procode_app;
GRANT SELECT, DELETE ON generation_parts TO procode_app;
GRANT SELECT, INSERT ON domain_events TO procode_app;
GRANT INSERT ON audit_log TO procode_app;
GRANT SELECT (lease_shift_seconds) ON instance TO procode_app;

GRANT SELECT, INSERT ON users TO procode_system;
GRANT INSERT ON user_settings, user_contexts, audit_log TO procode_system;
GRANT SELECT, INSERT, UPDATE ON sessions, event_counters, generation_parts TO procode_system;
GRANT SELECT, INSERT ON domain_events TO procode_system;
GRANT SELECT, UPDATE ON generations, ai_responses TO procode_system;
GRANT SELECT, UPDATE (first_admin_id) ON instance TO procode_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON workers, rate_limits TO procode_system;

-- The start refuses a schema that is older than the code, so both read what was applied.
DO $$
BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    GRANT SELECT ON _prisma_migrations TO procode_app, procode_system;
  END IF;
END $$;
