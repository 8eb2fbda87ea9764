-- Telegram: who is connected, what came in, what goes out. Keys for code. Completions that belong to no conversation.

CREATE TABLE api_keys (
  user_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  hint text NOT NULL,
  -- SHA-256 of a key of 256 random bits, in hex: nothing that can be guessed needs a slow hash.
  key_hash text NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  revoked_at timestamptz(3),
  CONSTRAINT api_keys_pkey PRIMARY KEY (user_id, id),
  CONSTRAINT api_keys_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT api_keys_scopes_check CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['chat', 'read', 'manage'])
);
CREATE UNIQUE INDEX api_keys_hash_key ON api_keys (key_hash);

-- The bots that run with this PROCODE, as they told themselves at their start.
CREATE TABLE telegram_bots (
  bot_id bigint NOT NULL,
  username text NOT NULL,
  name text NOT NULL,
  open_url text NOT NULL,
  seen_at timestamptz(3) NOT NULL,
  CONSTRAINT telegram_bots_pkey PRIMARY KEY (bot_id)
);

CREATE TABLE telegram_links (
  user_id uuid NOT NULL,
  id uuid NOT NULL,
  bot_id bigint NOT NULL,
  token_hash text NOT NULL,
  state text NOT NULL DEFAULT 'waiting',
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  opened_at timestamptz(3),
  chat_id bigint,
  telegram_user_id bigint,
  username text,
  name text,
  CONSTRAINT telegram_links_pkey PRIMARY KEY (user_id, id),
  CONSTRAINT telegram_links_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT telegram_links_state_check CHECK (state IN ('waiting', 'opened', 'connected', 'refused', 'replaced')),
  CONSTRAINT telegram_links_opened_check CHECK (state IN ('waiting', 'replaced') OR (chat_id IS NOT NULL AND name IS NOT NULL AND opened_at IS NOT NULL))
);
CREATE UNIQUE INDEX telegram_links_token_key ON telegram_links (token_hash);
-- A person has one link at a time that can still become a connection.
CREATE UNIQUE INDEX telegram_links_living_key ON telegram_links (user_id) WHERE state IN ('waiting', 'opened');
CREATE INDEX telegram_links_expires_idx ON telegram_links (expires_at);

CREATE TABLE telegram_connections (
  user_id uuid NOT NULL,
  bot_id bigint NOT NULL,
  chat_id bigint NOT NULL,
  telegram_user_id bigint NOT NULL,
  username text,
  name text NOT NULL,
  state text NOT NULL DEFAULT 'active',
  reason text,
  -- The conversation that the next message goes on with. No foreign key: it is a preference.
  conversation_id uuid,
  show_receipt boolean NOT NULL DEFAULT true,
  connected_at timestamptz(3) NOT NULL,
  CONSTRAINT telegram_connections_pkey PRIMARY KEY (user_id),
  CONSTRAINT telegram_connections_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT telegram_connections_state_check CHECK (state IN ('active', 'blocked'))
);
CREATE UNIQUE INDEX telegram_connections_chat_key ON telegram_connections (bot_id, chat_id);

-- What Telegram sent, stored before it is confirmed. The payload is dropped when the update is done.
CREATE TABLE telegram_updates (
  bot_id bigint NOT NULL,
  update_id bigint NOT NULL,
  chat_id bigint,
  kind text NOT NULL,
  payload jsonb,
  state text NOT NULL DEFAULT 'received',
  reason text,
  attempts integer NOT NULL DEFAULT 0,
  received_at timestamptz(3) NOT NULL,
  done_at timestamptz(3),
  CONSTRAINT telegram_updates_pkey PRIMARY KEY (bot_id, update_id),
  CONSTRAINT telegram_updates_state_check CHECK (state IN ('received', 'done', 'ignored', 'failed')),
  CONSTRAINT telegram_updates_payload_check CHECK (state = 'received' OR payload IS NULL)
);
CREATE INDEX telegram_updates_waiting_idx ON telegram_updates (bot_id, chat_id, update_id) WHERE state = 'received';
CREATE INDEX telegram_updates_done_idx ON telegram_updates (done_at) WHERE done_at IS NOT NULL;

-- One process at a time works for a chat; the fence refuses a late one.
CREATE TABLE telegram_chats (
  bot_id bigint NOT NULL,
  chat_id bigint NOT NULL,
  worker_id text,
  fence integer NOT NULL DEFAULT 0,
  -- Nothing may be sent here before, by Telegram's own word.
  hold_until timestamptz(3),
  CONSTRAINT telegram_chats_pkey PRIMARY KEY (bot_id, chat_id)
);
CREATE INDEX telegram_chats_worker_idx ON telegram_chats (worker_id) WHERE worker_id IS NOT NULL;

-- What goes to Telegram: one row for each message there. `sending` is committed before the first byte and never claimed again.
CREATE TABLE telegram_sends (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  bot_id bigint NOT NULL,
  chat_id bigint NOT NULL,
  -- Null for a chat that is connected to nobody.
  user_id uuid,
  -- The same key again is the same message and never a second one.
  dedupe_key text NOT NULL,
  -- The answer whose words it carries.
  conversation_id uuid,
  message_id uuid,
  part integer NOT NULL,
  parts integer NOT NULL,
  -- Text, entities and buttons. Dropped when it is settled.
  body jsonb,
  state text NOT NULL DEFAULT 'queued',
  reason text,
  attempts integer NOT NULL DEFAULT 0,
  -- Answers of Telegram's own that said: not now, not taken.
  server_errors integer NOT NULL DEFAULT 0,
  next_try_at timestamptz(3) NOT NULL,
  telegram_message_id bigint,
  queued_at timestamptz(3) NOT NULL,
  settled_at timestamptz(3),
  CONSTRAINT telegram_sends_pkey PRIMARY KEY (id),
  CONSTRAINT telegram_sends_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT telegram_sends_state_check CHECK (state IN ('queued', 'sending', 'sent', 'uncertain', 'failed', 'cancelled')),
  CONSTRAINT telegram_sends_sent_check CHECK (state <> 'sent' OR telegram_message_id IS NOT NULL),
  CONSTRAINT telegram_sends_body_check CHECK (state NOT IN ('queued', 'sending') OR body IS NOT NULL),
  CONSTRAINT telegram_sends_reason_check CHECK (state NOT IN ('uncertain', 'failed', 'cancelled') OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX telegram_sends_dedupe_key ON telegram_sends (dedupe_key);
CREATE INDEX telegram_sends_open_idx ON telegram_sends (bot_id, chat_id, id) WHERE state IN ('queued', 'sending');
CREATE INDEX telegram_sends_settled_idx ON telegram_sends (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX telegram_sends_message_idx ON telegram_sends (user_id, message_id) WHERE message_id IS NOT NULL;

-- A settled message never changes again, whoever writes: what was uncertain is not sent a second time.
CREATE FUNCTION telegram_sends_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = NEW.state OR (OLD.state = 'queued' AND NEW.state IN ('sending', 'failed', 'cancelled'))
    OR (OLD.state = 'sending' AND NEW.state <> 'cancelled') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a telegram send never goes from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER telegram_sends_move BEFORE UPDATE OF state ON telegram_sends
  FOR EACH ROW EXECUTE FUNCTION telegram_sends_move();

-- How an answer is to be written: the options of a completion. Null: as PROCODE does.
ALTER TABLE generations ADD COLUMN options jsonb;

-- A completion that was not to be stored has a cost, and no conversation.
ALTER TABLE ai_responses DROP CONSTRAINT ai_responses_generation_fkey;
ALTER TABLE ai_responses ALTER COLUMN message_id DROP NOT NULL, ALTER COLUMN conversation_id DROP NOT NULL;
ALTER TABLE ai_responses ADD CONSTRAINT ai_responses_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['api_keys', 'telegram_links', 'telegram_connections', 'telegram_sends']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY %I ON %I TO procode_app USING (user_id = procode_user_id()) WITH CHECK (user_id = procode_user_id())',
      name || '_app', name);
    EXECUTE format('CREATE POLICY %I ON %I TO procode_system USING (true) WITH CHECK (true)', name || '_system', name);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE ON api_keys TO procode_app;
GRANT SELECT, UPDATE (last_used_at) ON api_keys TO procode_system;
GRANT SELECT ON telegram_bots TO procode_app;
GRANT SELECT, INSERT, UPDATE ON telegram_bots TO procode_system;
GRANT SELECT, INSERT, UPDATE ON telegram_links TO procode_app;
GRANT SELECT, UPDATE, DELETE ON telegram_links TO procode_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON telegram_connections TO procode_app;
GRANT SELECT, UPDATE ON telegram_connections TO procode_system;
GRANT SELECT, INSERT, UPDATE ON telegram_sends TO procode_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON telegram_sends, telegram_updates TO procode_system;
GRANT SELECT, INSERT, UPDATE ON telegram_chats TO procode_system;
