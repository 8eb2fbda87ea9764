-- The language that a person's Telegram speaks, for what is said there unasked; null until it is known.
ALTER TABLE telegram_connections ADD COLUMN language_code text;
ALTER TABLE telegram_links ADD COLUMN language_code text;

-- A thumb takes back the other one.
GRANT DELETE ON proactive_feedback TO procode_app;
