-- Letters go to an address that whoever reads it has confirmed.

-- Null: nobody said yet that it is theirs.
ALTER TABLE users ADD COLUMN email_confirmed_at timestamptz(3);

-- The one link of a person that confirms their address; it goes when it is used.
CREATE TABLE email_confirmations (
  user_id uuid NOT NULL,
  -- SHA-256, in hex.
  token_hash text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT email_confirmations_pkey PRIMARY KEY (user_id),
  CONSTRAINT email_confirmations_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX email_confirmations_token_key ON email_confirmations (token_hash);
CREATE INDEX email_confirmations_expires_idx ON email_confirmations (expires_at);

ALTER TABLE email_confirmations ENABLE ROW LEVEL SECURITY;
ALTER TABLE email_confirmations FORCE ROW LEVEL SECURITY;
CREATE POLICY email_confirmations_app ON email_confirmations TO procode_app
  USING (user_id = procode_user_id()) WITH CHECK (user_id = procode_user_id());
CREATE POLICY email_confirmations_system ON email_confirmations TO procode_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON email_confirmations TO procode_app;
GRANT SELECT, DELETE ON email_confirmations TO procode_system;
GRANT UPDATE (email_confirmed_at) ON users TO procode_system;
