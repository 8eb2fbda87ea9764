import { setTimeout as sleep } from "node:timers/promises";
import type { ServerProcess } from "../../product/start-server.ts";
import { BOT_POINTS, type CrashPoint, dyingAt, LEDGER_POINTS, lastWordsAt, WORKER_POINTS } from "./crash-points.ts";
import type { Role, Stage } from "./stage.ts";

/** Enough for each way to be among them. */
const MESSAGES_A_POINT = 10;
const WITHIN_MS = 60_000;

export type PointsRun = { inFlight: number; missed: CrashPoint[] };

/** One process after another that dies at its point, workers beside bots; what they left goes to the next. For while somebody hurries. */
export async function runPoints(stage: Stage): Promise<PointsRun> {
  const run: PointsRun = { inFlight: 0, missed: [] };
  const dieAt = async (role: Role, point: CrashPoint) => {
    if (!(await diesAt(stage, role, point))) run.missed.push(point);
    run.inFlight += await stage.countSending();
    await stage.freeJobs();
  };
  const workers = async () => {
    for (const point of WORKER_POINTS) {
      await stage.crowd.release(MESSAGES_A_POINT);
      // So that it need not look a second time.
      await stage.makeDue("find-proactive", "deliver-proactive");
      await dieAt("worker", point);
    }
  };
  const bots = async () => {
    for (const point of BOT_POINTS) await dieAt("bot", point);
  };
  await Promise.all([workers(), bots()]);
  // One that lives gives the queue ends to tell of.
  const bot = await stage.start("bot");
  for (const point of LEDGER_POINTS) await dieAt("worker", point);
  await bot.stop();
  return run;
}

async function diesAt(stage: Stage, role: Role, point: CrashPoint): Promise<boolean> {
  const started = await start(stage, role, point);
  if (started.process === null) return started.output.includes(lastWordsAt(point));
  const { process } = started;
  // It holds up nobody who is done before.
  await Promise.race([process.ended, sleep(WITHIN_MS, undefined, { ref: false })]);
  await process.kill();
  return process.output().includes(lastWordsAt(point));
}

/** One that comes to its point before it is ready says so in the error of its start. */
async function start(
  stage: Stage,
  role: Role,
  point: CrashPoint,
): Promise<{ process: ServerProcess } | { process: null; output: string }> {
  try {
    return { process: await stage.start(role, dyingAt(point)) };
  } catch (error) {
    if (error instanceof Error && error.message.includes("SIGKILL")) return { process: null, output: error.message };
    throw error;
  }
}
