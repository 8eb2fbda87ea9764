import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { jobContext, planProactive, type Services, type SystemStore } from "@procode/core";
import { createScriptedProvider } from "@procode/core/testing";
import { createJobsClient, serveJobs } from "@procode/jobs";
import { createJobExecutor, createServices, readEnv } from "@procode/runtime";
import pg from "pg";

/** What a process tells that planned an hour for everybody. */
export type PlannedHour = {
  seconds: number;
  statements: number;
  /** Resident memory at its highest, and before the hour began, in MB. */
  peakMb: number;
  idleMb: number;
  /** What is still held after the hour, once garbage was collected, in MB. */
  heldMb: number;
  /** About whom a model is to be asked. */
  found: number;
  /** Statements for one of these until their model is called. */
  eachBeforeCall: number;
};

const FIND = "procode-find-proactive";
const DUE = "procode/proactive.due";
const EACH = 20;
const LONGEST_MS = 600_000;

let statements = 0;
const query = pg.Client.prototype.query;
pg.Client.prototype.query = function counted(this: unknown, ...args: unknown[]) {
  statements++;
  return Reflect.apply(query, this, args);
} as typeof query;

/** A web process that does nothing but the hourly job, driven by the built-in executor, until everybody was looked at. */
async function planHour(): Promise<PlannedHour> {
  const models = createScriptedProvider();
  const { services, close } = await createServices(readEnv(process.env), { models });
  const executor = createJobExecutor({ ...services, store: onlyFinding(services.store) });
  const client = createJobsClient({ kind: "built-in", fetch: executor.fetch, log: services.log });
  await executor.load(serveJobs(client, services, { origin: "http://localhost", path: "/api/inngest" }));
  const superuser = new pg.Client({ connectionString: process.env["BENCH_SUPERUSER_URL"] });
  await superuser.connect();
  const rows = async <Row extends object>(text: string) => (await superuser.query<Row>(text)).rows;
  await rows(`UPDATE job_schedules SET next_at = procode_now() WHERE function_id = '${FIND}'`);
  const idleMb = peakMb();

  const countBefore = statements;
  const begun = performance.now();
  for (let isLeft = true; isLeft; ) {
    const runs = await executor.round(1);
    await Promise.all(runs);
    isLeft = runs.length > 0;
    if (performance.now() - begun > LONGEST_MS) throw new Error("The hour was not planned within ten minutes.");
  }
  const seconds = (performance.now() - begun) / 1_000;
  const counted = statements - countBefore;
  const peak = peakMb();
  const heldMb = collectedMb();

  const bad = await rows(
    `SELECT state FROM job_runs WHERE function_id = '${FIND}' AND state IS DISTINCT FROM 'completed'`,
  );
  if (bad.length > 0) throw new Error(`${bad.length} runs of the hourly job did not end well: ${JSON.stringify(bad)}`);
  const due = await rows<{ data: { userId: string; at: string } }>(`SELECT data FROM job_events WHERE name = '${DUE}'`);
  const eachBeforeCall = await countEach(services, models, due.slice(0, EACH));
  await superuser.end();
  await close();
  return { seconds, statements: counted, peakMb: peak, idleMb, heldMb, found: due.length, eachBeforeCall };
}

/** The runs that it begins are another process's: none of them is taken here. */
function onlyFinding(store: Services["store"]): Services["store"] {
  const claimFinding = (jobs: SystemStore["jobs"]): SystemStore["jobs"] => ({
    ...jobs,
    claim: (input) => jobs.claim({ ...input, rooms: input.rooms.filter(({ functionId }) => functionId === FIND) }),
  });
  return { ...store, asSystem: (work) => store.asSystem((tx) => work({ ...tx, jobs: claimFinding(tx.jobs) })) };
}

type Models = ReturnType<typeof createScriptedProvider>;

async function countEach(
  services: Services,
  models: Models,
  due: readonly { data: { userId: string; at: string } }[],
): Promise<number> {
  const counts: number[] = [];
  for (const { data } of due) {
    const before = statements;
    models.script = () => {
      counts.push(statements - before);
      throw new Error("No model is asked in this measurement.");
    };
    await planProactive(jobContext(services, "bench"), { userId: data.userId, at: new Date(data.at) }).catch(
      () => null,
    );
  }
  return counts.reduce((sum, count) => sum + count, 0) / counts.length;
}

const peakMb = (): number => process.resourceUsage().maxRSS / 1_024;

/** How much of its peak a process keeps shows only once its garbage is gone. */
function collectedMb(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1_048_576;
}

process.once("message", () => {
  void planHour().then(
    (planned) => process.send?.({ planned }, () => process.exit(0)),
    (error: unknown) =>
      process.send?.({ failed: error instanceof Error ? error.stack : String(error) }, () => process.exit(1)),
  );
});
process.send?.({ ready: "" });
