-- Columns keep whole milliseconds and round to the next one: what was due "now" was not due yet for half a millisecond, and who looked
-- within it found nothing. The clock that they are set by and compared with ticks as they do.
CREATE OR REPLACE FUNCTION procode_now() RETURNS timestamptz LANGUAGE sql VOLATILE
  AS $$ SELECT date_trunc('milliseconds', clock_timestamp() + make_interval(secs => (SELECT lease_shift_seconds FROM instance))) $$;
