-- What people say is read for what is open in it once a conversation rests: which ones wait for it, and what reading them cost.

CREATE TABLE resting_conversations (
  user_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  -- From when on it was not read.
  unread_since timestamptz(3) NOT NULL,
  -- Ten minutes after what was written last.
  due_at timestamptz(3) NOT NULL,
  CONSTRAINT resting_conversations_pkey PRIMARY KEY (user_id, conversation_id),
  CONSTRAINT resting_conversations_conversation_fkey FOREIGN KEY (user_id, conversation_id) REFERENCES conversations (user_id, id) ON DELETE CASCADE
);
CREATE INDEX resting_conversations_due_idx ON resting_conversations (due_at);

CREATE TABLE conversation_analyses (
  user_id uuid NOT NULL,
  -- The call that read it; what it cost stands in ai_responses.
  generation_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  found integer NOT NULL,
  analysed_at timestamptz(3) NOT NULL,
  CONSTRAINT conversation_analyses_pkey PRIMARY KEY (user_id, generation_id),
  CONSTRAINT conversation_analyses_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT conversation_analyses_found_check CHECK (found >= 0)
);
CREATE INDEX conversation_analyses_time_idx ON conversation_analyses (user_id, analysed_at);
CREATE INDEX conversation_analyses_old_idx ON conversation_analyses (analysed_at);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['resting_conversations', 'conversation_analyses']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY %I ON %I TO procode_app USING (user_id = procode_user_id()) WITH CHECK (user_id = procode_user_id())',
      name || '_app', name);
    EXECUTE format('CREATE POLICY %I ON %I TO procode_system USING (true) WITH CHECK (true)', name || '_system', name);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON resting_conversations TO procode_app;
GRANT SELECT, INSERT ON conversation_analyses TO procode_app;
GRANT SELECT, DELETE ON resting_conversations TO procode_system;
GRANT SELECT (user_id, generation_id, analysed_at), DELETE ON conversation_analyses TO procode_system;
