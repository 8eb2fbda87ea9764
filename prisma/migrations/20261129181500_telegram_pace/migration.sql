-- How fast a bot may write, to everybody together and into one chat, for all processes. Times are the database's.

-- A bot's tokens: a message takes one before its first byte, and it comes back a second after Telegram answered.
CREATE TABLE telegram_tokens (
  bot_id bigint NOT NULL,
  slot integer NOT NULL,
  -- The message that it pays for, while that is under way.
  send_id bigint,
  taken_at timestamptz(6),
  -- While a message is under way: when it comes back though nobody brought it.
  back_at timestamptz(6) NOT NULL,
  CONSTRAINT telegram_tokens_pkey PRIMARY KEY (bot_id, slot)
);

-- What holds for all of a bot's chats.
CREATE TABLE telegram_limits (
  bot_id bigint NOT NULL,
  -- Nothing may be sent before, by Telegram's own word.
  hold_until timestamptz(6),
  -- A reply found no token: until then no proactive message takes one.
  replies_until timestamptz(6),
  -- The last chat whose message Telegram put off, and for how long.
  refused_chat_id bigint,
  refused_until timestamptz(6),
  CONSTRAINT telegram_limits_pkey PRIMARY KEY (bot_id)
);

-- When the chat's bucket is full again.
ALTER TABLE telegram_chats ADD COLUMN full_at timestamptz(6);

-- Nobody asked for it: replies go first.
ALTER TABLE telegram_sends ADD COLUMN is_proactive boolean NOT NULL DEFAULT false;
UPDATE telegram_sends SET is_proactive = true WHERE state = 'queued' AND dedupe_key LIKE 'proactive:%';
CREATE INDEX telegram_sends_line_idx ON telegram_sends (bot_id, is_proactive, id) WHERE state IN ('queued', 'sending');

GRANT SELECT, INSERT, UPDATE ON telegram_tokens, telegram_limits TO procode_system;
