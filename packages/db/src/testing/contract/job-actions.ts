import type { ClaimedJobRun, JobClaim, JobEvent, JobProgress, JobStepChange, NewJobRun } from "@procode/core";
import type { StoreUnderTest } from "../store-contract.ts";

const CALL_NOW = { attempt: 0, afterSeconds: 0 };
export const goOn = (...steps: JobStepChange[]): JobProgress => ({ steps, call: CALL_NOW, end: null });
export const over = (state: "completed" | "failed", output: unknown = null): JobProgress => ({
  ...{ steps: [], call: null },
  end: { state, output },
});

let count = 0;

/** A function that nobody else knows, and what is done with its runs. */
export function openJob(current: StoreUnderTest) {
  const { store, ids } = current;
  const functionId = `function-${++count}`;
  const event = (data: Record<string, unknown> = {}, name = functionId): JobEvent => ({
    ...{ id: ids.next(), name, data },
    at: new Date("2026-11-24T12:00:00Z"),
  });
  const send = (given = event(), also: Partial<NewJobRun> = {}) => {
    const run = { id: ids.next(), functionId, dedupeKey: given.id, slots: [], throttle: null, ...also };
    return store.asSystem((tx) => tx.jobs.receive([{ event: given, runs: [run] }]));
  };
  const workerId = ids.next();
  const claim = (most = 10, change: Partial<JobClaim> = {}) =>
    store.asSystem((tx) =>
      tx.jobs.claim({
        ...{ workerId, leaseSeconds: 30, sparesSilent: false, rooms: [{ functionId, most }] },
        ...change,
      }),
    );
  const beat = (id: string) => store.asSystem((tx) => tx.generations.heartbeat(id, 3));
  const claimOne = async (): Promise<ClaimedJobRun> => {
    const [run] = await claim();
    if (!run) throw new Error("Nothing was due.");
    return run;
  };
  const settle = (run: ClaimedJobRun, progress: JobProgress) => store.asSystem((tx) => tx.jobs.settle(run, progress));
  const shift = (seconds: number) => current.shiftLeaseTime(seconds);
  return { functionId, event, send, claim, claimOne, settle, shift, store, workerId, beat };
}
