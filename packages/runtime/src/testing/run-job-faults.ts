import { createExecutor, type Executor } from "@procode/adapters";
import type { Ids, Store } from "@procode/core";
import { createTestContext, mortalStore, seeded } from "@procode/core/testing";
import { Inngest } from "inngest";
import { serve } from "inngest/edge";

export type StoredRun = { id: string; functionId: string; eventId: string; state: string; output: unknown };
export type StoredStep = { runId: string; name: string; state: string; output: unknown };
export type JobWorld = {
  store: Store;
  ids: Pick<Ids, "next">;
  /** Moves the time that leases follow. */
  pass(seconds: number): Promise<void>;
  readRuns(): Promise<StoredRun[]>;
  readSteps(): Promise<StoredStep[]>;
  seed: number;
  orders: number;
  processes: number;
  /** Asked at each transaction, which are counted from 0: how the process ends there. */
  dies(transaction: number, chance: () => number): "before" | "after" | null;
  /** How many calls outlast their lease, while others go on. */
  stalls: number;
};
export type JobRunEnd = { problems: string[]; kills: number; transactions: number; executions: number; stalls: number };

const STEPS = ["one", "two", "three", "four"];
const MOST_ROUNDS = 2_000;
/** Longer than any lease, so that each look that finds nothing brings the time on by much. */
const IDLE_SECONDS = 600;
const BEAT_SECONDS = 3;

/**
 * Processes that end anywhere, and calls that outlast their lease, over one store. Looks whether each order was handled
 * once and whole, and whether anything that was remembered was done again.
 */
export async function runJobFaults(world: JobWorld): Promise<JobRunEnd> {
  const { store, pass, readRuns, readSteps } = world;
  const random = seeded(world.seed);
  const end: JobRunEnd = { problems: [], kills: 0, transactions: 0, executions: 0, stalls: 0 };
  const tag = `w${world.seed}`;
  let marks = 0;
  let jumpedMs = 0;

  /** What a step does: it leaves a mark that no other try of it leaves, unless it was done with before. */
  async function work(runId: string, name: string): Promise<string> {
    end.executions++;
    const isKnown = (await readSteps()).some(
      (step) => step.runId === runId && step.name === name && step.state === "done",
    );
    if (isKnown && world.stalls === 0) end.problems.push(`${name} of ${runId} was done again`);
    if (end.stalls < world.stalls && random.chance() < 0.6) {
      end.stalls++;
      await pass(31);
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
    return `${name} ${++marks}`;
  }

  async function start(): Promise<Executor & { isDead(): boolean; beat(): Promise<unknown> }> {
    let isDead = false;
    const worker = { id: world.ids.next() };
    const beat = () => store.asSystem((tx) => tx.generations.heartbeat(worker.id, BEAT_SECONDS));
    const mortal = mortalStore(store, () => {
      const death = world.dies(end.transactions++, random.chance);
      if (death) {
        isDead = true;
        end.kills++;
      }
      return death;
    });
    const ctx = createTestContext();
    // What people's clocks say goes back and forth; nothing may hang on it.
    const now = () => {
      jumpedMs += (random.below(3) - 1) * 3_600_000;
      return new Date(Date.UTC(2026, 10, 24) + jumpedMs);
    };
    const clock = { now, monotonicMs: () => 0, sleep: () => new Promise<void>(() => undefined) };
    const executor = createExecutor({ store: mortal, clock, ids: world.ids, log: ctx.log, worker });
    // The SDK tries a send again for seconds, which the dead do not.
    const send: typeof fetch = (...request) =>
      executor.fetch(...request).catch((error: Error) => Response.json({ error: error.name }, { status: 400 }));
    const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    const client = new Inngest({ id: tag, isDev: true, checkpointing: false, fetch: send, logger: quiet });
    const order = client.createFunction(
      { id: "order", triggers: [{ event: `${tag}/order` }], retries: 2, concurrency: { limit: 3 } },
      async ({ step, event, runId, attempt }) => {
        const one = await step.run("one", () => work(runId, "one"));
        const both = await Promise.all([
          step.run("two", () => work(runId, "two")),
          step.run("three", () => {
            if (attempt === 0) throw new Error("The first try is in vain.");
            return work(runId, "three");
          }),
        ]);
        await step.sleep("nap", "1m");
        await step.sendEvent("tell", { id: `${event.id}/told`, name: `${tag}/told`, data: { order: event.id } });
        const told = await step.waitForEvent("answer", { event: `${tag}/answer`, timeout: "30d", match: "data.n" });
        return [one, ...both, await step.run("four", () => work(runId, "four")), told?.data.n];
      },
    );
    const told = client.createFunction(
      { id: "told", triggers: [{ event: `${tag}/told` }] },
      async ({ step, event }) => {
        // Longer than any death delays the wait: an event that comes before it is nobody's.
        await step.sleep("think", "1h");
        await step.sendEvent("answer", {
          id: `${event.id}/answer`,
          name: `${tag}/answer`,
          data: { n: Number(event.data.order.split("#")[1]) },
        });
      },
    );
    const hourly = client.createFunction({ id: "hourly", triggers: [{ cron: "0 * * * *" }] }, () => "done");
    await executor.load(serve({ client, functions: [order, told, hourly] }));
    return { ...executor, isDead: () => isDead, beat };
  }

  async function bear(): ReturnType<typeof start> {
    for (;;) {
      try {
        return await start();
      } catch (error) {
        if (!(error instanceof Error) || error.name !== "ProcessDied") throw error;
      }
    }
  }

  const events = Array.from({ length: world.orders }, (_, n) => ({
    id: `${tag}/order#${n}`,
    name: `${tag}/order`,
    data: { n },
  }));
  const processes = await Promise.all(Array.from({ length: world.processes }, bear));
  // A sender that hears nothing sends again.
  for (let isHeard = false; !isHeard; ) {
    const sender = await bear();
    isHeard = await sender.fetch("http://localhost/e/key", { method: "POST", body: JSON.stringify(events) }).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  const isOver = async () => {
    const orders = (await readRuns()).filter(({ functionId }) => functionId.startsWith(`${tag}-`));
    return (
      orders.every(({ state }) => state !== "open") && orders.some(({ functionId }) => functionId === `${tag}-order`)
    );
  };
  for (let round = 0; !(await isOver()); round++) {
    if (round === MOST_ROUNDS) throw new Error("The runs never ended.");
    for (const process of processes) await process.beat();
    const begun = await Promise.all(processes.map((process) => process.round(2).catch(() => [])));
    await Promise.all(begun.flat());
    for (const [place, process] of processes.entries()) if (process.isDead()) processes[place] = await bear();
    if (begun.flat().length === 0) await pass(IDLE_SECONDS);
  }
  end.problems.push(...findProblems(await readRuns(), await readSteps(), { tag, events }));
  return end;
}

type Expected = { tag: string; events: readonly { id: string; data: { n: number } }[] };

function findProblems(runs: readonly StoredRun[], steps: readonly StoredStep[], { tag, events }: Expected): string[] {
  const problems: string[] = [];
  const runsOf = (fn: string, eventId: string) =>
    runs.filter((run) => run.functionId === `${tag}-${fn}` && run.eventId === eventId);
  for (const { id, data } of events) {
    const found = runsOf("order", id);
    const [run] = found;
    if (found.length !== 1 || !run) problems.push(`${id} has ${found.length} runs`);
    else {
      const remembered = STEPS.map((name) => steps.find((step) => step.runId === run.id && step.name === name)?.output);
      if (run.state !== "completed") problems.push(`${id} is ${run.state}`);
      if (JSON.stringify(run.output) !== JSON.stringify([...remembered, data.n]))
        problems.push(`${id} ended with ${JSON.stringify(run.output)} and not ${JSON.stringify(remembered)}`);
    }
    if (runsOf("told", `${id}/told`).length !== 1) problems.push(`${id} was told more than once, or never`);
  }
  const slots = runs.filter(({ functionId }) => functionId === `${tag}-hourly`).map(({ eventId }) => eventId);
  if (new Set(slots).size !== slots.length) problems.push("An hour came twice.");
  return problems;
}
