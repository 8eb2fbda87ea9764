import type { JobDesk, JobProgress, JobSchedule, JobStepChange, NewJobRun } from "@procode/core";
import { prismaJobClaims } from "./job-claims.ts";
import { sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

export function prismaJobDesk(tx: Transaction): JobDesk {
  return {
    async now() {
      const [row] = await tx.rows<{ now: Date }>(sql`SELECT procode_now() AS now`);
      if (!row) throw new Error("The database did not tell the time.");
      return row.now;
    },
    async receive(events) {
      if (events.length === 0) return [];
      const given = events.map(({ event }) => ({ ...event, at: event.at.toISOString() }));
      // In the order of their ids, so that two processes that store the same never wait for each other in a ring.
      const fresh = await tx.rows<{ id: string }>(sql`
        INSERT INTO job_events (id, name, data, at, received_at)
        SELECT DISTINCT ON (id) id, name, data, at, procode_now()
        FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS given (id text, name text, data jsonb, at timestamptz) ORDER BY id
        ON CONFLICT (id) DO NOTHING RETURNING id`);
      const ids = new Set(fresh.map(({ id }) => id));
      const isFirst = (index: number) =>
        events.findIndex(({ event }) => event.id === events[index]?.event.id) === index;
      const born = events.filter(({ event }, index) => ids.has(event.id) && isFirst(index));
      await begin(
        tx,
        born.flatMap(({ event, runs }) => runs.map((run) => ({ ...run, eventId: event.id }))),
      );
      const awaited = await findAwaited(tx, [...ids]);
      for (const { event } of born) if (awaited.has(event.id)) await wake(tx, event.id);
      return born.map(({ event }) => event.id);
    },
    async schedule(schedules, functionIds) {
      const functions = schedules.map(({ functionId }) => functionId);
      const crons = schedules.map(({ cron }) => cron);
      await tx.count(sql`
        DELETE FROM job_schedules s WHERE s.function_id = ANY (${functionIds}::text[]) AND NOT EXISTS (
          SELECT FROM unnest(${functions}::text[], ${crons}::text[]) AS kept (function_id, cron)
          WHERE kept.function_id = s.function_id AND kept.cron = s.cron)`);
      await tx.count(sql`
        INSERT INTO job_schedules (function_id, cron, next_at)
        SELECT * FROM unnest(${functions}::text[], ${crons}::text[], ${schedules.map(({ nextAt }) => nextAt)}::timestamptz[]) AS new (f, c, n)
        ORDER BY f, c ON CONFLICT (function_id, cron) DO NOTHING`);
    },
    takeDue: (functionIds) =>
      tx.rows<JobSchedule>(sql`
        SELECT function_id AS "functionId", cron, next_at AS "nextAt" FROM job_schedules
        WHERE function_id = ANY (${functionIds}::text[]) AND next_at <= (SELECT procode_now()) FOR UPDATE SKIP LOCKED`),
    async moveOn({ functionId, cron, nextAt }) {
      await tx.count(
        sql`UPDATE job_schedules SET next_at = ${nextAt} WHERE function_id = ${functionId} AND cron = ${cron}`,
      );
    },
    ...prismaJobClaims(tx),
    async extend({ id, fence }, leaseSeconds) {
      const touched = await tx.count(sql`
        UPDATE job_runs SET lease_until = procode_now() + make_interval(secs => ${leaseSeconds}::float8)
        WHERE id = ${id}::uuid AND fence = ${fence} AND ended_at IS NULL`);
      return touched > 0;
    },
    async settle({ id, fence }, progress) {
      const [run] = await tx.rows<{ woken: boolean }>(
        sql`SELECT woken FROM job_runs WHERE id = ${id}::uuid AND fence = ${fence} AND ended_at IS NULL FOR UPDATE`,
      );
      if (!run) return false;
      if (progress.steps.length > 0) await changeSteps(tx, id, progress.steps);
      if (progress.end) await endRun(tx, id, progress.end);
      else
        await giveBack(tx, id, run.woken ? { attempt: progress.call?.attempt ?? 0, afterSeconds: 0 } : progress.call);
      return true;
    },
    async admitCall(signature) {
      const count = await tx.count(sql`INSERT INTO job_calls (signature, seen_at) VALUES (${signature}, procode_now())
        ON CONFLICT (signature) DO NOTHING`);
      return count > 0;
    },
    async prune({ keptSeconds, most }) {
      const before = sql`(SELECT procode_now()) - make_interval(secs => ${keptSeconds}::float8)`;
      const runs = await tx.count(sql`DELETE FROM job_runs WHERE id = ANY (ARRAY(
        SELECT id FROM job_runs WHERE ended_at < ${before} ORDER BY ended_at LIMIT ${most} FOR UPDATE SKIP LOCKED))`);
      const events = await tx.count(sql`DELETE FROM job_events WHERE id = ANY (ARRAY(
        SELECT id FROM job_events e WHERE received_at < ${before} AND (SELECT r.id FROM job_runs r WHERE r.event_id = e.id LIMIT 1) IS NULL
        ORDER BY received_at LIMIT ${most} FOR UPDATE SKIP LOCKED))`);
      await tx.count(sql`DELETE FROM job_throttles WHERE empty_at < ${before}`);
      const calls = await tx.count(sql`DELETE FROM job_calls WHERE signature = ANY (ARRAY(
        SELECT signature FROM job_calls WHERE seen_at < (SELECT procode_now()) - interval '1 hour' ORDER BY seen_at LIMIT ${most} FOR UPDATE SKIP LOCKED))`);
      return runs + events + calls;
    },
  };
}

async function begin(tx: Transaction, runs: readonly (NewJobRun & { eventId: string })[]): Promise<void> {
  if (runs.length === 0) return;
  const given = runs.map(({ slots, throttle, ...run }) => ({
    ...run,
    keys: slots.map(({ key }) => key),
    mosts: slots.map(({ most }) => most),
    ...(throttle ? { throttleKey: throttle.key, everyMs: throttle.everyMs, burst: throttle.burst } : {}),
  }));
  await tx.count(sql`
    INSERT INTO job_runs (id, function_id, event_id, dedupe_key, slot_keys, slot_mosts, throttle_key, throttle_every_ms, throttle_burst,
      call_due_at, due_at, created_at)
    SELECT id, "functionId", "eventId", "dedupeKey", keys, mosts, "throttleKey", "everyMs", burst, procode_now(), procode_now(), procode_now()
    FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS given (id uuid, "functionId" text, "eventId" text, "dedupeKey" text,
      keys text[], mosts integer[], "throttleKey" text, "everyMs" integer, burst integer)
    ORDER BY "functionId", "dedupeKey", id ON CONFLICT (function_id, dedupe_key) DO NOTHING`);
}

const NEXT_PLACE = sql`coalesce((SELECT max(place) FROM job_steps o WHERE o.run_id = s.run_id), 0)`;

const MATCHING = sql`s.state = 'waiting' AND s.wait_name = e.name
    AND (s.wait_path = '{}' OR e.data #> s.wait_path = s.wait_value)`;

/** Which of these events some run waits for: hardly ever one, and a thousand may come at once. */
async function findAwaited(tx: Transaction, eventIds: readonly string[]): Promise<Set<string>> {
  if (eventIds.length === 0) return new Set();
  const awaited = await tx.rows<{ id: string }>(sql`
    SELECT DISTINCT e.id FROM job_events e JOIN job_steps s ON ${MATCHING} WHERE e.id = ANY (${eventIds}::text[])`);
  return new Set(awaited.map(({ id }) => id));
}

// A run is locked before its steps, as by whoever settles it.
async function wake(tx: Transaction, eventId: string): Promise<void> {
  const runs = await tx.rows<{ id: string }>(sql`
    SELECT id FROM job_runs WHERE ended_at IS NULL AND id IN (
      SELECT s.run_id FROM job_steps s JOIN job_events e ON e.id = ${eventId} WHERE ${MATCHING}
    ) ORDER BY id FOR UPDATE`);
  if (runs.length === 0) return;
  const ids = runs.map(({ id }) => id);
  await tx.count(sql`
    UPDATE job_steps s SET state = 'done', due_at = NULL, place = ${NEXT_PLACE} + 1, output = jsonb_build_object('id', e.id, 'name', e.name,
      'data', e.data, 'ts', (extract(epoch FROM e.at) * 1000)::bigint)
    FROM job_events e WHERE e.id = ${eventId} AND s.run_id = ANY (${ids}::uuid[]) AND ${MATCHING}`);
  await tx.count(sql`UPDATE job_runs SET woken = true, due_at = procode_now() WHERE id = ANY (${ids}::uuid[])`);
}

async function changeSteps(tx: Transaction, runId: string, steps: readonly JobStepChange[]): Promise<void> {
  const given = steps.map((step) => ({
    ...{ id: step.id, name: step.name, state: step.state },
    attempt: step.state === "planned" ? step.attempt : 0,
    ...("output" in step ? { output: step.output } : {}),
    ...("afterSeconds" in step ? { after: step.afterSeconds } : {}),
    ...("wait" in step ? { waitName: step.wait.name, waitPath: step.wait.path, waitValue: step.wait.value } : {}),
  }));
  await tx.count(sql`
    INSERT INTO job_steps AS s (run_id, id, name, state, output, attempt, due_at, wait_name, wait_path, wait_value, place)
    SELECT ${runId}::uuid, given.id, given.name, given.state, given.output, given.attempt, procode_now() + make_interval(secs => given.after),
      given."waitName", given."waitPath", given."waitValue",
      CASE WHEN given.state IN ('done', 'failed') THEN coalesce((SELECT max(place) FROM job_steps o WHERE o.run_id = ${runId}::uuid), 0)
        + row_number() OVER (PARTITION BY given.state IN ('done', 'failed') ORDER BY given.at) END
    FROM (SELECT item ->> 'id' AS id, item ->> 'name' AS name, item ->> 'state' AS state, item -> 'output' AS output,
        (item ->> 'attempt')::int AS attempt, (item ->> 'after')::float8 AS after, item ->> 'waitName' AS "waitName",
        CASE WHEN jsonb_typeof(item -> 'waitPath') = 'array' THEN ARRAY(SELECT jsonb_array_elements_text(item -> 'waitPath')) ELSE '{}' END AS "waitPath",
        item -> 'waitValue' AS "waitValue", at
      FROM jsonb_array_elements(${JSON.stringify(given)}::jsonb) WITH ORDINALITY AS list (item, at)) AS given
    ON CONFLICT (run_id, id) DO UPDATE SET state = excluded.state, output = excluded.output, due_at = excluded.due_at, place = excluded.place,
      attempt = greatest(s.attempt, excluded.attempt)
    WHERE s.place IS NULL AND (excluded.place IS NOT NULL
      OR s.state = 'planned' AND excluded.state = 'planned' AND excluded.attempt > s.attempt)`);
}

async function endRun(tx: Transaction, id: string, { state, output }: NonNullable<JobProgress["end"]>): Promise<void> {
  await tx.count(sql`UPDATE job_runs SET state = ${state}, output = ${JSON.stringify(output ?? null)}::jsonb, ended_at = procode_now(),
    lease_until = NULL, due_at = NULL, call_due_at = NULL WHERE id = ${id}::uuid`);
}

async function giveBack(tx: Transaction, id: string, call: JobProgress["call"]): Promise<void> {
  await tx.count(sql`
    UPDATE job_runs r SET attempt = ${call?.attempt ?? 0}, woken = false, claims = 0, worker_id = NULL, lease_until = NULL, call_due_at = next.at,
      due_at = least(next.at, (SELECT min(due_at) FROM job_steps s WHERE s.run_id = r.id))
    FROM (SELECT procode_now() + make_interval(secs => ${call?.afterSeconds ?? null}::float8) AS at) next
    WHERE r.id = ${id}::uuid`);
}
