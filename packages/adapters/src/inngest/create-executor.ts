import type { JobSchedule, Store } from "@procode/core";
import { createBell } from "@procode/core";
import { createEventDoor } from "./create-event-door.ts";
import { createRounds, type RoundParts, type Rounds, type StartedRun } from "./create-rounds.ts";
import { type JobFunction, type JobsHandler, nextSlot, readFunctions } from "./read-functions.ts";

const LOOK_EVERY_MS = 2_000;
const AFTER_FAILURE_MS = 2_000;
/** Runs of one function in this process; another one's never wait for them, as each has its own queue at Inngest. */
const AT_ONCE = 4;

export type ExecutorParts = Omit<RoundParts, "handle" | "functions">;
export type Executor = {
  /** For the SDK's client: its door for events. Throws before the functions are loaded. */
  fetch: typeof fetch;
  /** Reads the functions and their schedules. Throws UnenforcedOptionError when one asks for what is not enforced. */
  load(handle: JobsHandler): Promise<void>;
  /** One look: takes at most `room` runs of each function that are due and drives each by one call. One promise for each. */
  round(room: number): Promise<Promise<void>[]>;
  /** Looks again and again, until the stop. */
  run(): void;
  /** Takes nothing more; resolves when what runs is over, or after `withinMs`: what is cut off then goes on elsewhere. */
  stop(withinMs: number): Promise<void>;
};

/** Drives Inngest functions without Inngest: what it remembers stands in PostgreSQL, and any number of processes share it. */
export function createExecutor({ store, clock, ids, log, worker }: ExecutorParts): Executor {
  const bell = createBell();
  const stopped = new AbortController();
  let rounds: Rounds | null = null;
  let looping: Promise<void> = Promise.resolve();

  function loaded(): Rounds {
    if (!rounds) throw new Error("The executor was used before its functions were loaded.");
    return rounds;
  }

  async function loop(work: Rounds): Promise<void> {
    const active = new Set<StartedRun>();
    const roomOf = (functionId: string) => AT_ONCE - [...active].filter((run) => run.functionId === functionId).length;
    while (!stopped.signal.aborted) {
      let begun: StartedRun[] = [];
      let pauseMs = LOOK_EVERY_MS;
      try {
        begun = await work.begin(roomOf);
      } catch (error) {
        pauseMs = AFTER_FAILURE_MS;
        log.error("jobs were not looked for; it is tried again", { error });
      }
      for (const run of begun) {
        active.add(run);
        void run.ended.then(() => {
          active.delete(run);
          bell.ring();
        });
      }
      await bell.waitAtMost(clock, pauseMs, stopped.signal);
    }
    await Promise.all([...active].map(({ ended }) => ended));
  }

  return {
    fetch: createEventDoor({
      ...{ clock, ids },
      async receive(events) {
        await loaded().receive(events);
        bell.ring();
      },
    }),
    async load(handle) {
      const functions = await readFunctions(handle);
      await keepSchedules(store, functions);
      rounds = createRounds({ store, clock, ids, log, worker, handle, functions });
    },
    round: async (room) => (await loaded().begin(() => room)).map(({ ended }) => ended),
    run() {
      looping = loop(loaded());
    },
    async stop(withinMs) {
      stopped.abort();
      const over = new AbortController();
      await Promise.race([looping, clock.sleep(withinMs, over.signal)]);
      over.abort();
    },
  };
}

/** Of schedules that stand the next time is kept, so that a start makes up for what was missed. */
async function keepSchedules(store: Pick<Store, "asSystem">, functions: readonly JobFunction[]): Promise<void> {
  await store.asSystem(async (tx) => {
    const now = await tx.jobs.now();
    const schedules = functions.flatMap(({ id, crons }) =>
      crons.map((cron): JobSchedule => ({ functionId: id, cron, nextAt: nextSlot(cron, now) })),
    );
    await tx.jobs.schedule(
      schedules,
      functions.map(({ id }) => id),
    );
  });
}
