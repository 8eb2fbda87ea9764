-- What is dropped at night when its time is over (docs/retention.md): found by when it ended, by the system role.

CREATE INDEX sessions_expires_idx ON sessions (expires_at);
CREATE INDEX api_keys_revoked_idx ON api_keys (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX proactive_decisions_hour_idx ON proactive_decisions (hour);
CREATE INDEX open_loops_old_idx ON open_loops (due_at);

GRANT DELETE ON sessions, api_keys, proactive_decisions, open_loops TO procode_system;
GRANT SELECT (id) ON open_loops TO procode_system;

-- Its work is part of another function by now.
DELETE FROM job_schedules WHERE function_id = 'procode-prune-telegram';
