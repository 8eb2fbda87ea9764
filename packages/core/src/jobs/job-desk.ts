/** Something that happened, by which functions begin and waits end. Data holds ids and figures, never a person's words. */
export type JobEvent = { id: string; name: string; data: Record<string, unknown>; at: Date };

/** A function's limit on what runs at the same moment; `key` names the function and, where it counts apart, the value. */
export type JobSlot = { key: string; most: number };
/** A function's limit on starts: one every `everyMs` whole milliseconds, up to `burst` of them at once. */
export type JobThrottle = { key: string; everyMs: number; burst: number };

export type NewJobRun = {
  id: string;
  functionId: string;
  /** The same one of a function begins nothing a second time, as long as its run is kept. */
  dedupeKey: string;
  slots: readonly JobSlot[];
  throttle: JobThrottle | null;
};

/** planned: to be called by itself. done and failed: remembered, and never called again. */
export type JobStepState = "planned" | "sleeping" | "waiting" | "done" | "failed";
export type JobStep = {
  id: string;
  state: JobStepState;
  /** What it returned, or the error that it ended with. */
  output: unknown;
  /** Tries so far in vain, of a planned one. */
  attempt: number;
  /** Its time has come: of a planned one to be called, of a sleep to be over, of a wait to end with nothing. */
  isDue: boolean;
};
/** An event of this name ends the wait; with `path` only one whose data holds `value` there. */
export type JobWait = { name: string; path: readonly string[] | null; value: unknown };

/** A run that this process holds until its lease ends; what comes under an older fence changes nothing. */
export type HeldJobRun = { id: string; fence: number };
export type ClaimedJobRun = HeldJobRun & {
  functionId: string;
  event: JobEvent;
  /** The function is to be called as a whole, after so many tries in vain. Null when only steps or times are due. */
  call: { attempt: number } | null;
  /** In the order in which they ended; the others follow. */
  steps: readonly JobStep[];
  /** How often it was claimed without a word since. */
  claims: number;
};

export type JobStepChange = { id: string; name: string } & (
  | { state: "planned"; attempt: number; afterSeconds: number }
  | { state: "sleeping"; afterSeconds: number }
  | { state: "waiting"; afterSeconds: number; wait: JobWait }
  | { state: "done" | "failed"; output: unknown }
);
export type JobProgress = {
  /** A step that is done or failed already stays as it is. */
  steps: readonly JobStepChange[];
  /** When the function is to be called as a whole again; null when its steps come first. */
  call: { attempt: number; afterSeconds: number } | null;
  /** It is over; null while it goes on. */
  end: { state: "completed" | "failed"; output: unknown } | null;
};

/** One function's schedule. `nextAt` is its next time that nothing was begun for. */
export type JobSchedule = { functionId: string; cron: string; nextAt: Date };

/** How many runs of a function this process has room for. */
export type JobRoom = { functionId: string; most: number };
export type JobClaim = {
  workerId: string;
  leaseSeconds: number;
  rooms: readonly JobRoom[];
  /** Who did not say lately that they live are waited for: the database was away for all. */
  sparesSilent: boolean;
};

/** What the built-in executor remembers. All waits and leases follow the database's time. */
export interface JobDesk {
  now(): Promise<Date>;
  /** Stores events of which the id is new, begins their runs and ends the waits that they match. Returns the new ones' ids. */
  receive(events: readonly { event: JobEvent; runs: readonly NewJobRun[] }[]): Promise<string[]>;
  /** Keeps exactly these schedules for these functions; one that stands keeps its next time. */
  schedule(schedules: readonly JobSchedule[], functionIds: readonly string[]): Promise<void>;
  /** Schedules of these functions whose time has come, for this transaction; left out are those that another process looks at. */
  takeDue(functionIds: readonly string[]): Promise<JobSchedule[]>;
  /** Moves one on that this transaction took. */
  moveOn(schedule: JobSchedule): Promise<void>;
  /**
   * Takes runs that are due, of each function its oldest, as far as slots and throttles let them. One caller at a time. What another
   * process held that says no more that it lives is free before its lease ends.
   */
  claim(input: JobClaim): Promise<ClaimedJobRun[]>;
  /** False when somebody else holds it. */
  extend(run: HeldJobRun, leaseSeconds: number): Promise<boolean>;
  /** Writes what came of a call and gives the run back. False, and nothing, when somebody else holds it. */
  settle(run: HeldJobRun, progress: JobProgress): Promise<boolean>;
  /** Keeps the signature of a call from outside. False when it came before: then it is a replay. */
  admitCall(signature: string): Promise<boolean>;
  /** Drops runs that ended, and events, so many seconds ago, and signatures an hour old; at most `most` of each. Returns how many went. */
  prune(input: { keptSeconds: number; most: number }): Promise<number>;
}
