-- Telegram lets one process ask for a bot's updates. Which one that is; the fence refuses a late one.
CREATE TABLE telegram_pollers (
  bot_id bigint NOT NULL,
  worker_id text,
  fence integer NOT NULL DEFAULT 0,
  CONSTRAINT telegram_pollers_pkey PRIMARY KEY (bot_id)
);

GRANT SELECT, INSERT, UPDATE ON telegram_pollers TO procode_system;
