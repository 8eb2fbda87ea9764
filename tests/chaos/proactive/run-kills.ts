import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom } from "@procode/sandbox";
import type { ServerProcess } from "../../product/start-server.ts";
import type { Role, Stage } from "./stage.ts";

export type KillsRun = {
  killed: Record<Role, number>;
  stopped: Record<Role, number>;
  inFlight: number;
  /** Messages that a process which was asked to end left on their way. */
  leftByStops: number;
  /** Messages that it still held, so that they wait for its lease. */
  heldByStops: number;
};
type Options = {
  seed: number;
  kills: number;
  seats: readonly Role[];
  /** How many messages came to an end. */
  countEnded(): Promise<number>;
  /** All of them; what is not released yet is, in portions. */
  messages: number;
  isHasty: boolean;
};

/** This share is released before the first kill: more than a minute's work, since the schedule looks once a minute. */
const AT_FIRST = 0.4;
/** After so many kills one process is asked to end. */
const KILLS_A_STOP = 4;
const LONGEST_WAIT_MS = 8_000;
const LOOK_EVERY_MS = 100;
/** Only who was asked to end takes its own row away. */
const LEFT = `SELECT (SELECT count(*) FROM proactive_messages m WHERE m.state = 'claimed'
    AND NOT EXISTS (SELECT FROM workers w WHERE w.id = m.worker_id))::int AS held,
  ((SELECT count(*) FROM telegram_sends s JOIN telegram_chats c ON c.bot_id = s.bot_id AND c.chat_id = s.chat_id
    WHERE s.state = 'sending' AND NOT EXISTS (SELECT FROM workers w WHERE w.id = c.worker_id))
  + (SELECT count(*) FROM proactive_messages m WHERE m.state = 'sending' AND m.channel = 'email'
    AND NOT EXISTS (SELECT FROM workers w WHERE w.id = m.worker_id)))::int AS sending`;

/**
 * All seats work while one after another is killed and started again, spread over the messages by their ends; some are asked to
 * end instead. The same seed draws the same seats and moments. Returns with all seats taken.
 */
export async function runKills(stage: Stage, options: Options): Promise<KillsRun & { processes: ServerProcess[] }> {
  const { seed, kills, seats, countEnded, messages, isHasty } = options;
  const random = seededRandom(seed, "proactive-kills");
  const processes = await Promise.all(seats.map((role) => stage.start(role)));
  const run: KillsRun = { killed: none(), stopped: none(), inFlight: 0, leftByStops: 0, heldByStops: 0 };
  const before = await countEnded();
  const hits = kills + Math.floor(kills / KILLS_A_STOP);
  const first = Math.floor((messages - before) * AT_FIRST);
  const portion = Math.ceil((messages - before - first) / hits);
  await stage.crowd.release(first);
  for (let number = 1; number <= hits; number++) {
    // More than has ended by then, so that no kill comes when all is done.
    await stage.crowd.release(portion);
    const place = Math.floor(random() * seats.length);
    const moment = before + ((number - random()) / hits) * (messages - before);
    await untilEnded(countEnded, moment);
    await sleep(random() * 300);
    const [role, process] = [seats[place] ?? "worker", processes[place]];
    if (!process) throw new Error("A seat is empty.");
    if (number % (KILLS_A_STOP + 1) === 0) {
      await process.stop();
      run.stopped[role]++;
      const [left] = await stage.world.database.query<{ held: number; sending: number }>(LEFT);
      run.leftByStops += left?.sending ?? 0;
      run.heldByStops += left?.held ?? 0;
      processes[place] = await stage.start(role);
      continue;
    }
    await process.kill();
    run.killed[role]++;
    // The database still ends what the dead process had asked of it.
    await sleep(100);
    run.inFlight += await stage.countSending();
    if (isHasty) await stage.freeJobs();
    processes[place] = await stage.start(role);
  }
  await stage.crowd.release(messages);
  return { ...run, processes };
}

const none = (): Record<Role, number> => ({ web: 0, worker: 0, bot: 0 });

/** Where nothing moves on, which a kill may be the cause of, the next one does not wait for it. */
async function untilEnded(countEnded: () => Promise<number>, count: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < LONGEST_WAIT_MS; waitedMs += LOOK_EVERY_MS) {
    if ((await countEnded()) >= count) return;
    await sleep(LOOK_EVERY_MS);
  }
}
