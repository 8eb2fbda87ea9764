-- The trace that a row belongs to, as W3C's traceparent, so that whoever goes on with it in another process stays in the same
-- trace. Ids and nothing else; null where tracing is off. What a transaction stores takes the trace that was set at its begin.
ALTER TABLE generations ADD COLUMN trace text DEFAULT nullif(current_setting('procode.trace', true), '');
ALTER TABLE domain_events ADD COLUMN trace text DEFAULT nullif(current_setting('procode.trace', true), '');
ALTER TABLE telegram_sends ADD COLUMN trace text DEFAULT nullif(current_setting('procode.trace', true), '');

-- Many are stored in one transaction, each with a trace of its own.
ALTER TABLE telegram_updates ADD COLUMN trace text;
ALTER TABLE proactive_messages ADD COLUMN trace text;

GRANT SELECT (trace) ON proactive_messages TO procode_system;
