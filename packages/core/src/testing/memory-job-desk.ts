import { isDeepStrictEqual } from "node:util";
import type {
  ClaimedJobRun,
  HeldJobRun,
  JobDesk,
  JobEvent,
  JobStepChange,
  JobWait,
  NewJobRun,
} from "../jobs/job-desk.ts";
import { pickRuns } from "../jobs/pick-runs.ts";
import { type JobRunRow, key, type MemoryTransaction } from "./memory-tables.ts";

export function memoryJobDesk({ tables, leaseNow }: MemoryTransaction): JobDesk {
  const isAlive = (workerId: string) => (tables.workers.get(workerId) ?? 0) > leaseNow();
  const stepsOf = (runId: string) => [...tables.jobSteps.values()].filter((step) => step.runId === runId);
  const held = ({ id, fence }: HeldJobRun): JobRunRow | null => {
    const run = tables.jobRuns.get(id);
    return run && run.fence === fence && run.endedAt === null ? run : null;
  };
  const nextPlace = (runId: string) => 1 + Math.max(0, ...stepsOf(runId).map(({ place }) => place ?? 0));
  const put = (run: JobRunRow, change: Partial<JobRunRow>) => void tables.jobRuns.set(run.id, { ...run, ...change });

  function begin(event: JobEvent, run: NewJobRun): void {
    const isKnown = [...tables.jobRuns.values()].some(
      ({ functionId, dedupeKey }) => functionId === run.functionId && dedupeKey === run.dedupeKey,
    );
    if (isKnown) return;
    const times = {
      dueAt: leaseNow(),
      callDueAt: leaseNow(),
      leaseUntil: null,
      workerId: null,
      startedAt: null,
      endedAt: null,
    };
    const state = { state: "open" as const, output: null, attempt: 0, claims: 0, fence: 0, woken: false };
    tables.jobRuns.set(run.id, { ...run, ...times, ...state, eventId: event.id });
  }

  function wake(event: JobEvent): void {
    for (const step of tables.jobSteps.values()) {
      if (step.state !== "waiting" || !step.wait || !matches(step.wait, event)) continue;
      const run = tables.jobRuns.get(step.runId);
      const output = { id: event.id, name: event.name, data: event.data, ts: event.at.getTime() };
      tables.jobSteps.set(key(step.runId, step.id), {
        ...step,
        ...{ state: "done", output, place: nextPlace(step.runId), dueAt: null },
      });
      if (run) put(run, { woken: true, dueAt: leaseNow() });
    }
  }

  function changeStep(runId: string, change: JobStepChange): void {
    const known = tables.jobSteps.get(key(runId, change.id));
    const attempt = change.state === "planned" ? change.attempt : (known?.attempt ?? 0);
    const isEnd = change.state === "done" || change.state === "failed";
    const isRetry = known?.state === "planned" && change.state === "planned" && change.attempt > known.attempt;
    if (known && (known.place !== null || !(isEnd || isRetry))) return;
    tables.jobSteps.set(key(runId, change.id), {
      ...{ runId, id: change.id, name: known?.name ?? change.name, state: change.state, attempt },
      output: "output" in change ? change.output : null,
      dueAt: "afterSeconds" in change ? leaseNow() + change.afterSeconds * 1_000 : null,
      wait: "wait" in change ? change.wait : null,
      place: isEnd ? nextPlace(runId) : null,
    });
  }

  function toClaimed(run: JobRunRow): ClaimedJobRun {
    const event = tables.jobEvents.get(run.eventId);
    if (!event) throw new Error("A run lost its event.");
    const isCallDue = run.woken || (run.callDueAt !== null && run.callDueAt <= leaseNow());
    return {
      ...{ id: run.id, functionId: run.functionId, fence: run.fence, claims: run.claims, event },
      call: isCallDue ? { attempt: run.attempt } : null,
      steps: stepsOf(run.id)
        .sort((a, b) => (a.place ?? Number.MAX_SAFE_INTEGER) - (b.place ?? Number.MAX_SAFE_INTEGER))
        .map(({ id, state, output, attempt, dueAt }) => ({
          ...{ id, state, output, attempt },
          isDue: dueAt !== null && dueAt <= leaseNow(),
        })),
    };
  }

  return {
    now: async () => new Date(leaseNow()),
    async receive(events) {
      const fresh = events.filter(({ event }, index) => {
        const isFirst = events.findIndex((other) => other.event.id === event.id) === index;
        return isFirst && !tables.jobEvents.has(event.id);
      });
      for (const { event, runs } of fresh) {
        tables.jobEvents.set(event.id, { ...event, receivedAt: leaseNow() });
        for (const run of runs) begin(event, run);
        wake(event);
      }
      return fresh.map(({ event }) => event.id);
    },
    async schedule(schedules, functionIds) {
      for (const [id, row] of tables.jobSchedules) {
        const stays = schedules.some(({ functionId, cron }) => functionId === row.functionId && cron === row.cron);
        if (functionIds.includes(row.functionId) && !stays) tables.jobSchedules.delete(id);
      }
      for (const row of schedules) {
        const id = key(row.functionId, row.cron);
        if (!tables.jobSchedules.has(id)) tables.jobSchedules.set(id, { ...row });
      }
    },
    takeDue: async (functionIds) =>
      [...tables.jobSchedules.values()].filter(
        ({ functionId, nextAt }) => functionIds.includes(functionId) && nextAt.getTime() <= leaseNow(),
      ),
    async moveOn(schedule) {
      tables.jobSchedules.set(key(schedule.functionId, schedule.cron), { ...schedule });
    },
    async claim({ workerId, leaseSeconds, rooms, sparesSilent }) {
      const isSilent = (holder: string | null) => holder !== null && holder !== workerId && !isAlive(holder);
      const spares = sparesSilent || (tables.workers.has(workerId) && !isAlive(workerId));
      const isHeld = (run: JobRunRow) => (run.leaseUntil ?? 0) > leaseNow() && (spares || !isSilent(run.workerId));
      const open = [...tables.jobRuns.values()].filter(({ endedAt }) => endedAt === null);
      const due = open
        .filter((run) => !isHeld(run) && (run.dueAt ?? Infinity) <= leaseNow())
        .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || (a.id < b.id ? -1 : 1));
      const busy = new Map<string, number>();
      for (const slot of open.filter(isHeld).flatMap(({ slots }) => slots)) {
        busy.set(slot.key, (busy.get(slot.key) ?? 0) + 1);
      }
      const { ids, spent } = pickRuns({
        due: due.map((run) => ({ ...run, isNew: run.startedAt === null })),
        ...{ busy, throttles: tables.jobThrottles, rooms, nowMs: leaseNow() },
      });
      for (const { key: name, tatMs } of spent) tables.jobThrottles.set(name, tatMs);
      return ids.map((id) => {
        const run = tables.jobRuns.get(id);
        if (!run) throw new Error("A run was picked that is not there.");
        const claimed = toClaimed({ ...run, fence: run.fence + 1, claims: run.claims + 1 });
        const lease = {
          workerId,
          leaseUntil: leaseNow() + leaseSeconds * 1_000,
          startedAt: run.startedAt ?? leaseNow(),
        };
        // What it was woken for is owed until its holder settles.
        const callDueAt = run.woken ? leaseNow() : run.callDueAt;
        put(run, { ...lease, fence: claimed.fence, claims: claimed.claims, callDueAt, woken: false });
        return claimed;
      });
    },
    async extend(run, leaseSeconds) {
      const row = held(run);
      if (row) put(row, { leaseUntil: leaseNow() + leaseSeconds * 1_000 });
      return row !== null;
    },
    async settle(run, { steps, call, end }) {
      const row = held(run);
      if (!row) return false;
      for (const step of steps) changeStep(row.id, step);
      if (end) {
        put(row, { ...end, endedAt: leaseNow(), leaseUntil: null, dueAt: null, callDueAt: null });
        return true;
      }
      const wanted = row.woken ? { attempt: call?.attempt ?? 0, afterSeconds: 0 } : call;
      const callDueAt = wanted && leaseNow() + wanted.afterSeconds * 1_000;
      const times = [callDueAt, ...stepsOf(row.id).map(({ dueAt }) => dueAt)].filter((time) => time !== null);
      const dueAt = times.length === 0 ? null : Math.min(...times);
      put(row, {
        attempt: wanted?.attempt ?? 0,
        callDueAt,
        dueAt,
        leaseUntil: null,
        workerId: null,
        claims: 0,
        woken: false,
      });
      return true;
    },
    async admitCall(signature) {
      if (tables.jobCalls.has(signature)) return false;
      tables.jobCalls.set(signature, leaseNow());
      return true;
    },
    async prune({ keptSeconds, most }) {
      const before = leaseNow() - keptSeconds * 1_000;
      const runs = [...tables.jobRuns.values()].filter(({ endedAt }) => endedAt !== null && endedAt < before);
      for (const { id } of runs.slice(0, most)) {
        tables.jobRuns.delete(id);
        for (const step of stepsOf(id)) tables.jobSteps.delete(key(id, step.id));
      }
      const needed = new Set([...tables.jobRuns.values()].map(({ eventId }) => eventId));
      const events = [...tables.jobEvents.values()].filter(
        ({ id, receivedAt }) => receivedAt < before && !needed.has(id),
      );
      for (const { id } of events.slice(0, most)) tables.jobEvents.delete(id);
      for (const [name, tatMs] of tables.jobThrottles) if (tatMs < before) tables.jobThrottles.delete(name);
      const calls = [...tables.jobCalls].filter(([, seenAt]) => seenAt < leaseNow() - 3_600_000).slice(0, most);
      for (const [signature] of calls) tables.jobCalls.delete(signature);
      return Math.min(runs.length, most) + Math.min(events.length, most) + calls.length;
    },
  };
}

function matches({ name, path, value }: JobWait, event: JobEvent): boolean {
  if (name !== event.name) return false;
  if (path === null) return true;
  let found: unknown = event.data;
  for (const part of path) found = isRecord(found) ? found[part] : undefined;
  return found !== undefined && isDeepStrictEqual(found, value);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
