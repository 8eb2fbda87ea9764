-- Each function has a queue of its own, and a run that is held tells by whom, so that it does not wait for the lease of a process that is gone.

-- A process of an older version leaves it null, and is waited for until its lease ends.
ALTER TABLE job_runs ADD COLUMN worker_id text;
CREATE INDEX job_runs_queue_idx ON job_runs (function_id, due_at, id) WHERE ended_at IS NULL;
DROP INDEX job_runs_due_idx;
