-- A schedule of one's own can rest for a while; null while it goes on.
ALTER TABLE proactive_schedules ADD COLUMN paused_at timestamptz(3);

GRANT UPDATE (paused_at) ON proactive_schedules TO procode_app;
GRANT SELECT (paused_at) ON proactive_schedules TO procode_system;
