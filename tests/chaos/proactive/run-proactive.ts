import { setTimeout as sleep } from "node:timers/promises";
import { CRASH_POINTS, type CrashPoint } from "./crash-points.ts";
import { type JudgedProactive, judgeProactive } from "./judge-proactive.ts";
import { type KillsRun, runKills } from "./run-kills.ts";
import { runPoints } from "./run-points.ts";
import { openStage, type Role, type Stage } from "./stage.ts";

export type ProactiveRun = {
  seed: number;
  messages: number;
  /** At random; one at each crash point comes before. */
  kills: number;
  seats: readonly Role[];
  /** One message of so many begins with the planner. */
  plannedOneOf: number;
  /** Nobody waits for a minute of the schedule, nor for a lease of a process that is gone; crash points never do. */
  isHasty: boolean;
};
export type ProactiveCounts = JudgedProactive &
  KillsRun & {
    messages: number;
    /** Crash points that no process came to. */
    missed: CrashPoint[];
    points: number;
    /** From the first release to the last end. */
    seconds: number;
  };

/** With two of each kind that people know of. */
export const LONG_SEATS: readonly Role[] = ["web", "web", "worker", "bot", "bot"];

const HASTE_EVERY_MS = 1_000;
const FIND_ONE_OF = 15;
const LOOK_EVERY_MS = 500;
/** Longer than a minute of the schedule and the leases of a message and of a job after another. */
const NO_CHANGE_MS = 240_000;
const COUNT_OVER = `SELECT (SELECT count(*) FROM proactive_messages WHERE state IN ('sent', 'uncertain', 'dead', 'cancelled', 'expired'))::int AS over,
  (SELECT count(*) FROM telegram_sends WHERE state IN ('queued', 'sending'))::int AS sends`;

/**
 * Messages that nobody asked for, written by processes that die: first one at each crash point, then at random. Judged by what
 * Telegram and the mail server took. The same seed draws the same kills.
 */
export async function runProactive({
  seed,
  messages,
  kills,
  seats,
  plannedOneOf,
  isHasty,
}: ProactiveRun): Promise<ProactiveCounts> {
  const stage = await openStage(seed, messages, { plannedOneOf });
  try {
    const startedMs = performance.now();
    const hurry = keepHurrying(stage);
    const points = await runPoints(stage);
    hurry.isHasty = isHasty;
    const countEnded = async () => (await readOver(stage)).over;
    const { processes, ...run } = await runKills(stage, { seed, kills, seats, countEnded, messages, isHasty });
    await untilOver(stage, messages);
    await hurry.stop();
    const seconds = Math.round((performance.now() - startedMs) / 1_000);
    for (const process of processes) await process.stop();
    return {
      ...{ messages, seconds, missed: points.missed, points: CRASH_POINTS.length },
      ...run,
      inFlight: run.inFlight + points.inFlight,
      ...(await judgeProactive(stage)),
    };
  } finally {
    await stage.close();
  }
}

async function readOver({ world: { database } }: Stage): Promise<{ over: number; sends: number }> {
  const [row] = await database.query<{ over: number; sends: number }>(COUNT_OVER);
  return row ?? { over: 0, sends: 0 };
}

/** Every message came to an end; gives up, for the judge to say so, when nothing changed for long. */
async function untilOver(stage: Stage, messages: number): Promise<void> {
  let [endMs, before] = [performance.now() + NO_CHANGE_MS, ""];
  while (performance.now() < endMs) {
    const now = await readOver(stage);
    if (now.over >= messages && now.sends === 0) return;
    if (JSON.stringify(now) !== before) endMs = performance.now() + NO_CHANGE_MS;
    before = JSON.stringify(now);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Begins what the schedules ask for at once: the planner always, since its people are released between two hours. */
function keepHurrying(stage: Stage): { isHasty: boolean; stop(): Promise<void> } {
  const stopping = new AbortController();
  const hurry = {
    isHasty: true,
    async stop() {
      stopping.abort();
      await hurrying;
    },
  };
  const hurrying = (async () => {
    for (let look = 0; !stopping.signal.aborted; look++) {
      if (hurry.isHasty) await stage.freeMessages();
      if (hurry.isHasty) await stage.makeDue("find-proactive", "deliver-proactive");
      else if (look % FIND_ONE_OF === 0) await stage.makeDue("find-proactive");
      await sleep(HASTE_EVERY_MS);
    }
  })();
  return hurry;
}
