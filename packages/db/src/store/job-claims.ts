import { type ClaimedJobRun, type DueRun, freeAtMs, type JobDesk, type JobThrottle, pickRuns } from "@procode/core";
import { sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

/** How many due runs are looked at for each that may be held, so that one full slot does not hide the others. */
const CANDIDATES = 4;

type Due = { id: string; functionId: string; keys: string[]; mosts: number[]; isNew: boolean } & {
  throttleKey: string | null;
  everyMs: number | null;
  burst: number | null;
};

/** Takes runs, one caller at a time, so that no limit is passed. */
export function prismaJobClaims(tx: Transaction): Pick<JobDesk, "claim"> {
  return {
    async claim({ workerId, leaseSeconds, rooms, sparesSilent }) {
      const isHeld = heldBy(workerId, sparesSilent);
      const isFree = sql`ended_at IS NULL AND due_at <= (SELECT procode_now()) AND (lease_until IS NULL OR NOT (${isHeld}))`;
      const functions = rooms.map(({ functionId }) => functionId);
      // Most looks find nothing, and then nobody need wait for anybody.
      const any = sql`SELECT FROM job_runs r WHERE function_id = ANY (${functions}::text[]) AND ${isFree} LIMIT 1`;
      if ((await tx.count(any)) === 0) return [];
      await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended('procode jobs', 0))`);
      const { busy, full, throttles, closed, nowMs } = await readLimits(tx, isHeld);
      // A queue for each function, so that none waits behind another's thousands.
      const rows = await tx.rows<Due>(sql`
        SELECT due.* FROM unnest(${functions}::text[], ${rooms.map(({ most }) => most * CANDIDATES)}::int[]) AS room (function_id, looked_at)
        CROSS JOIN LATERAL (
          SELECT id, function_id AS "functionId", slot_keys AS keys, slot_mosts AS mosts, started_at IS NULL AS "isNew",
            throttle_key AS "throttleKey", throttle_every_ms AS "everyMs", throttle_burst AS burst
          FROM job_runs r WHERE function_id = room.function_id AND ${isFree} AND NOT slot_keys && ${full}::text[]
            AND (started_at IS NOT NULL OR throttle_key IS NULL OR throttle_key <> ALL (${closed}::text[]))
          ORDER BY due_at, id LIMIT room.looked_at FOR UPDATE SKIP LOCKED
        ) due`);
      const due = rows.map(toDue);
      const { ids, spent } = pickRuns({ due, busy, throttles, rooms, nowMs });
      if (ids.length === 0) return [];
      const free = spent.map(({ key, tatMs }) => {
        const throttle = due.find((run) => run.throttle?.key === key)?.throttle;
        return throttle ? freeAtMs(throttle, tatMs) : tatMs;
      });
      if (spent.length > 0) {
        await tx.count(sql`INSERT INTO job_throttles (key, empty_at, free_at)
          SELECT key, to_timestamp(empty_ms / 1000), to_timestamp(free_ms / 1000) FROM unnest(${spent.map(({ key }) => key)}::text[],
            ${spent.map(({ tatMs }) => tatMs)}::float8[], ${free}::float8[]) AS spent (key, empty_ms, free_ms)
          ON CONFLICT (key) DO UPDATE SET empty_at = excluded.empty_at, free_at = excluded.free_at`);
      }
      await tx.count(sql`UPDATE job_runs SET fence = fence + 1, claims = claims + 1, started_at = coalesce(started_at, procode_now()),
          worker_id = ${workerId}, lease_until = procode_now() + make_interval(secs => ${leaseSeconds}::float8)
        WHERE id = ANY (${ids}::uuid[])`);
      const claimed = await readRuns(tx, ids);
      // What it was woken for is owed until its holder settles.
      await tx.count(
        sql`UPDATE job_runs SET woken = false, call_due_at = procode_now() WHERE id = ANY (${ids}::uuid[]) AND woken`,
      );
      return ids.flatMap((id) => claimed.find((run) => run.id === id) ?? []);
    },
  };
}

/** A living process, or one of which nobody can tell: of an older version, or while this one is silent itself. */
function heldBy(workerId: string, sparesSilent: boolean) {
  const isLeased = sql`r.lease_until > (SELECT procode_now())`;
  if (sparesSilent) return isLeased;
  return sql`${isLeased} AND (r.worker_id IS NULL OR r.worker_id = ${workerId}
    OR EXISTS (SELECT FROM workers w WHERE w.id = r.worker_id AND w.lease_until > (SELECT procode_now()))
    OR EXISTS (SELECT FROM workers me WHERE me.id = ${workerId} AND me.lease_until <= (SELECT procode_now())))`;
}

async function readLimits(tx: Transaction, isHeld: ReturnType<typeof sql>) {
  const held = await tx.rows<{ key: string; most: number; count: number }>(sql`
    SELECT s.key, min(s.most) AS most, count(*)::int AS count
    FROM job_runs r CROSS JOIN LATERAL unnest(r.slot_keys, r.slot_mosts) AS s (key, most)
    WHERE r.ended_at IS NULL AND ${isHeld} GROUP BY s.key`);
  const spent = await tx.rows<{ key: string; tatMs: number; isClosed: boolean }>(sql`
    SELECT key, (extract(epoch FROM empty_at) * 1000)::float8 AS "tatMs", free_at > (SELECT procode_now()) AS "isClosed"
    FROM job_throttles WHERE empty_at > (SELECT procode_now())`);
  const [time] = await tx.rows<{ nowMs: number }>(
    sql`SELECT (extract(epoch FROM procode_now()) * 1000)::float8 AS "nowMs"`,
  );
  return {
    busy: new Map(held.map(({ key, count }) => [key, count])),
    full: held.filter(({ most, count }) => count >= most).map(({ key }) => key),
    throttles: new Map(spent.map(({ key, tatMs }) => [key, tatMs])),
    closed: spent.filter(({ isClosed }) => isClosed).map(({ key }) => key),
    nowMs: time?.nowMs ?? 0,
  };
}

function toDue({ id, functionId, keys, mosts, isNew, throttleKey, everyMs, burst }: Due): DueRun {
  const throttle: JobThrottle | null =
    throttleKey === null || everyMs === null || burst === null ? null : { key: throttleKey, everyMs, burst };
  return { id, functionId, isNew, throttle, slots: keys.map((key, index) => ({ key, most: mosts[index] ?? 0 })) };
}

type RunRow = Omit<ClaimedJobRun, "event" | "steps" | "call"> & {
  eventId: string;
  name: string;
  data: Record<string, unknown>;
  at: Date;
  attempt: number;
  isCallDue: boolean;
};
type StepRow = ClaimedJobRun["steps"][number] & { runId: string };

async function readRuns(tx: Transaction, ids: readonly string[]): Promise<ClaimedJobRun[]> {
  const rows = await tx.rows<RunRow>(sql`
    SELECT r.id, r.function_id AS "functionId", r.fence, r.claims, r.attempt, e.id AS "eventId", e.name, e.data, e.at,
      r.woken OR coalesce(r.call_due_at <= (SELECT procode_now()), false) AS "isCallDue"
    FROM job_runs r JOIN job_events e ON e.id = r.event_id WHERE r.id = ANY (${ids}::uuid[])`);
  const steps = await tx.rows<StepRow>(sql`
    SELECT run_id AS "runId", id, state, output, attempt, coalesce(due_at <= (SELECT procode_now()), false) AS "isDue"
    FROM job_steps WHERE run_id = ANY (${ids}::uuid[]) ORDER BY run_id, place NULLS LAST, id`);
  return rows.map(({ eventId, name, data, at, attempt, isCallDue, ...run }) => ({
    ...run,
    event: { id: eventId, name, data, at },
    call: isCallDue ? { attempt } : null,
    steps: steps.filter(({ runId }) => runId === run.id).map(({ runId: _, ...step }) => step),
  }));
}
