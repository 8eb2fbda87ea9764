import { claimProactive, type Context } from "@procode/core";
import { type BenchDatabase, openDatabase } from "../proactive/open-database.ts";
import { fillQueue } from "../proactive/fill-queue.ts";
import type { EndStack } from "../servers/create-end-stack.ts";
import { median } from "./percentile.ts";
import { type Row, rowOf, times } from "./row.ts";

const BATCH = 100;
const FEW = 10_000;
const MANY = 1_000_000;
/** Claimed in one sample: all of the few, and as many again of the many. */
const SAMPLE = 10_000;
const WORKERS = [1, 8];
const GOAL_OF_PLAIN = 0.5;
const GOAL_OF_FEW = 1.3;

type Claim = (worker: number) => Promise<{ id: string }[]>;
type Samples = { plain: number[]; procode: number[] };

/**
 * P11: `claimProactive` as PROCODE's own role, under its policies and with a row for every move, beside a bare claim on a bare table by a role
 * that no policy holds; in turn, in one database. A message that two claims return is a failure.
 */
export async function measureDeliveryClaims(ends: EndStack, rounds: number): Promise<Row[]> {
  const database = await openDatabase(ends);
  const most = Math.max(...WORKERS);
  const procode = claimOf(await database.job(most));
  const free = await database.openFree();
  const plain = await plainClaim(database, most);
  const sizes = new Map<number, Samples[]>();
  for (const size of [FEW, MANY]) {
    const samples = WORKERS.map((): Samples => ({ plain: [], procode: [] }));
    if (size === MANY) await fillQueue(free, MANY + (rounds + 1) * WORKERS.length * SAMPLE);
    // The first round warms up what is compiled, planned and read once.
    for (let round = 0; round <= rounds; round++)
      for (const [place, workers] of WORKERS.entries()) {
        if (size === FEW) await fillQueue(free, FEW);
        const figures = { plain: await claimsASecond(plain, workers), procode: await claimsASecond(procode, workers) };
        if (round === 0) continue;
        samples[place]?.plain.push(figures.plain);
        samples[place]?.procode.push(figures.procode);
      }
    sizes.set(size, samples);
  }
  return WORKERS.flatMap((workers, place) => {
    const [few, many] = [sizes.get(FEW)?.[place], sizes.get(MANY)?.[place]];
    return few && many ? rowsOf(workers, few, many) : [];
  });
}

function rowsOf(workers: number, few: Samples, many: Samples): Row[] {
  const who = workers === 1 ? "one worker" : `${workers} workers`;
  const slower = median(few.procode) / median(many.procode);
  const plainSlower = median(few.plain) / median(many.plain);
  const beside = (queued: string, { plain, procode }: Samples) =>
    rowOf(
      {
        id: "P11",
        what: `claims, ${queued} queued, ${who}, batch ${BATCH}`,
        unit: "/s",
        note: `a bare claim on a bare table: ${median(plain).toFixed(0)} a second`,
      },
      { upstream: [], route: [], procode },
      (medians) => {
        const ratio = medians.procode / median(plain);
        return {
          compared: `${times(ratio)} of plain SQL`,
          goal: `≥ ${times(GOAL_OF_PLAIN)}`,
          met: ratio >= GOAL_OF_PLAIN,
        };
      },
    );
  return [
    beside("10 k", few),
    beside("1 M", many),
    rowOf(
      {
        id: "P11",
        what: `time of a claim, 1 M against 10 k, ${who}`,
        unit: "×",
        note: `plain SQL: ${times(plainSlower)}`,
      },
      { upstream: [], route: [], procode: [slower] },
      ({ procode }) => ({ compared: times(procode), goal: `≤ ${times(GOAL_OF_FEW)}`, met: procode <= GOAL_OF_FEW }),
    ),
  ];
}

const claimOf =
  (ctx: Context): Claim =>
  (worker) =>
    claimProactive({ ...ctx, worker: { id: `bench-${worker}` } }, { limit: BATCH });

async function plainClaim({ openFree }: BenchDatabase, workers: number): Promise<Claim> {
  const clients = await Promise.all(Array.from({ length: workers }, openFree));
  return async (worker) => {
    const client = clients[worker];
    if (!client) throw new Error(`There is no worker ${worker}.`);
    const { rows } = await client.query<{ id: string }>({
      name: "plain-claim",
      text: `UPDATE plain_queue q SET state = 'claimed', worker_id = $1, fence = fence + 1, lease_until = now() + interval '1 minute'
        FROM (SELECT id FROM plain_queue WHERE state = 'scheduled' AND next_try_at <= now() ORDER BY next_try_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED) due
        WHERE q.id = due.id RETURNING q.id, q.user_id, q.worker_id, q.fence`,
      values: [`bench-${worker}`],
    });
    return rows;
  };
}

/** Messages a second until so many are claimed. */
async function claimsASecond(claim: Claim, workers: number): Promise<number> {
  const claimed = new Set<string>();
  let taken = 0;
  const begun = performance.now();
  const work = async (worker: number) => {
    while (taken < SAMPLE) {
      const batch = await claim(worker);
      taken += batch.length;
      for (const { id } of batch) claimed.add(id);
      if (batch.length === 0) return;
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  const seconds = (performance.now() - begun) / 1_000;
  if (claimed.size !== taken) throw new Error(`${taken - claimed.size} messages were claimed twice.`);
  if (taken < SAMPLE) throw new Error(`${taken} of ${SAMPLE} messages were claimed.`);
  return taken / seconds;
}
