import type {
  ClaimedJobRun,
  Clock,
  Ids,
  JobEvent,
  JobProgress,
  Log,
  Services,
  Store,
  SystemStore,
} from "@procode/core";
import { isJustBack, ProcodeError } from "@procode/core";
import { type Asked, callFunction } from "./call-function.ts";
import { keepLease } from "./keep-lease.ts";
import { type JobFunction, type JobsHandler, nextSlot } from "./read-functions.ts";
import { end, readProgress } from "./read-progress.ts";
import { newRun, routeEvent } from "./route-event.ts";

export type RoundParts = {
  store: Pick<Store, "asSystem">;
  clock: Pick<Clock, "now" | "monotonicMs" | "sleep">;
  ids: Pick<Ids, "next">;
  log: Log;
  /** This process, which says by its beat that what it holds is its own. */
  worker: Services["worker"];
  handle: JobsHandler;
  functions: readonly JobFunction[];
};

export const LEASE_SECONDS = 30;
/** A run that ended its process so many times is not claimed for another one. */
const MOST_CLAIMS = 5;
const SETTLE_TRIES = 20;
const SETTLE_AGAIN_MS = 1_000;

export type Rounds = {
  /** Stores events and what they begin, at once or not at all. */
  receive(events: readonly JobEvent[]): Promise<void>;
  /** Begins what schedules ask for, takes runs of each function as far as there is room and drives each by one call. */
  begin(roomOf: (functionId: string) => number): Promise<StartedRun[]>;
};
/** `ended` never rejects. */
export type StartedRun = { functionId: string; ended: Promise<void> };

/** The executor's work, a step at a time: whatever dies between two transactions leaves what the next one goes on from. */
export function createRounds({ store, clock, ids, log, worker, handle, functions }: RoundParts): Rounds {
  const functionIds = functions.map(({ id }) => id);
  const find = (id: string) => functions.find((fn) => fn.id === id);
  const routed = (events: readonly JobEvent[]) =>
    events.map((event) => ({ event, runs: routeEvent(functions, event, ids) }));

  async function fireSchedules({ jobs }: Pick<SystemStore, "jobs">): Promise<void> {
    for (const schedule of await jobs.takeDue(functionIds)) {
      const { functionId, cron, nextAt } = schedule;
      const fn = find(functionId);
      const id = `cron/${functionId}/${cron}/${nextAt.toISOString()}`;
      const event = { id, name: "inngest/scheduled.timer", data: { cron }, at: nextAt };
      if (fn) await jobs.receive([{ event, runs: [newRun(fn, event, ids)] }]);
      // What was missed meanwhile is made up for once.
      await jobs.moveOn({ ...schedule, nextAt: nextSlot(cron, await jobs.now()) });
    }
  }

  async function drive(run: ClaimedJobRun): Promise<void> {
    const fn = find(run.functionId);
    if (!fn) throw new Error(`${run.functionId} was claimed, which is no function of this process.`);
    const lease = keepLease({ store, clock, log, run, leaseSeconds: LEASE_SECONDS });
    try {
      const progress = await advance(run, fn);
      if (!(await settle(run, progress))) log.warn("a run went to another process meanwhile", { runId: run.id });
    } finally {
      lease.stop();
    }
  }

  async function advance(run: ClaimedJobRun, fn: JobFunction): Promise<JobProgress> {
    if (run.claims > MOST_CLAIMS) {
      const message = `The process that ran it ended ${MOST_CLAIMS} times without a word. It was not run again.`;
      return end("failed", { name: "ProcessDied", message });
    }
    const { steps, ...left } = mature(run);
    const now = await store.asSystem((tx) => tx.jobs.now());
    const asked = nextCall(left.run);
    if (!asked) return { steps, call: null, end: null };
    const progress = readProgress(await callFunction(handle, left.run, fn, asked), { run: left.run, fn, asked, now });
    // The call as a whole that is still owed must not be forgotten for a step's.
    const owed = asked.stepId !== null && left.run.call ? { attempt: left.run.call.attempt, afterSeconds: 0 } : null;
    return { ...progress, steps: [...steps, ...progress.steps], call: progress.call ?? owed };
  }

  async function settle(run: ClaimedJobRun, progress: JobProgress): Promise<boolean> {
    if (progress.end?.state === "failed") {
      log.error("a job failed", { functionId: run.functionId, runId: run.id, error: progress.end.output });
    }
    const followers = routed(
      progress.end?.state === "failed" ? [failureOf(run, progress.end.output, clock.now())] : [],
    );
    for (let tries = 1; ; tries++) {
      try {
        return await store.asSystem(async (tx) => {
          const isOurs = await tx.jobs.settle(run, progress);
          if (isOurs) await tx.jobs.receive(followers);
          return isOurs;
        });
      } catch (error) {
        // What the call came to is kept while the database is away; after that the lease ends and it is called again.
        if (!(error instanceof ProcodeError) || error.code !== "UNAVAILABLE" || tries === SETTLE_TRIES) throw error;
        await clock.sleep(SETTLE_AGAIN_MS);
      }
    }
  }

  return {
    async receive(events) {
      await store.asSystem((tx) => tx.jobs.receive(routed(events)));
    },
    async begin(roomOf) {
      const rooms = functionIds
        .map((functionId) => ({ functionId, most: roomOf(functionId) }))
        .filter(({ most }) => most > 0);
      const sparesSilent = isJustBack({ worker, clock });
      const runs = await store.asSystem(async (tx) => {
        await fireSchedules(tx);
        return tx.jobs.claim({ workerId: worker.id, leaseSeconds: LEASE_SECONDS, rooms, sparesSilent });
      });
      return runs.map((run) => ({
        functionId: run.functionId,
        ended: drive(run).catch((error: unknown) => {
          log.error("a run was not driven on; it is taken again after its lease", { runId: run.id, error });
        }),
      }));
    },
  };
}

/** Sleeps and waits of which the time is over end with nothing, and the function is told. */
function mature(run: ClaimedJobRun): { steps: JobProgress["steps"]; run: ClaimedJobRun } {
  const isOver = ({ state, isDue }: ClaimedJobRun["steps"][number]) =>
    isDue && (state === "sleeping" || state === "waiting");
  const over = run.steps
    .filter(isOver)
    .map((step) => ({ ...step, state: "done" as const, output: null, isDue: false }));
  if (over.length === 0) return { steps: [], run };
  const ended = run.steps.filter(({ state }) => state === "done" || state === "failed");
  const others = run.steps.filter((step) => !ended.includes(step) && !isOver(step));
  return {
    steps: over.map(({ id }) => ({ id, name: id, state: "done", output: null })),
    run: { ...run, steps: [...ended, ...over, ...others], call: run.call ?? { attempt: 0 } },
  };
}

/** Steps first: the function is called as a whole when it has something new to hear. */
function nextCall({ steps, call }: ClaimedJobRun): Asked | null {
  const planned = steps.find(({ state, isDue }) => state === "planned" && isDue);
  if (planned) return { stepId: planned.id, attempt: planned.attempt };
  return call && { stepId: null, attempt: call.attempt };
}

function failureOf(run: ClaimedJobRun, error: unknown, at: Date): JobEvent {
  const { id, name, data } = run.event;
  const event = { id, name, data, ts: run.event.at.getTime() };
  const data_ = { function_id: run.functionId, run_id: run.id, error, event };
  return { id: `failed/${run.id}`, name: "inngest/function.failed", data: data_, at };
}
