import { createTestContext, type TestContext } from "@procode/core/testing";
import { Inngest, type InngestFunction, NonRetriableError, RetryAfterError } from "inngest";
import { serve } from "inngest/edge";
import { describe, expect, it } from "vitest";
import { createExecutor } from "./create-executor.ts";

type Define = (client: Inngest.Any) => InngestFunction.Any[];

/** A process with these functions on the executor, and a second one on the same store where it is asked for. */
async function open(define: Define, ctx: TestContext = createTestContext()) {
  // The lease is not kept while a call runs: a sleep would move the test's clock.
  const clock = { ...ctx.clock, sleep: () => new Promise<void>(() => undefined) };
  const { store, ids, log, worker } = ctx;
  const executor = createExecutor({ store, clock, ids, log, worker });
  const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const client = new Inngest({ id: "t", isDev: true, checkpointing: false, fetch: executor.fetch, logger: quiet });
  const handle = serve({ client, functions: define(client) });
  await executor.load(handle);
  /** Until nothing is due. Returns the rounds that it took. */
  async function settle(): Promise<number> {
    for (let rounds = 0; ; rounds++) {
      const begun = await executor.round(10);
      if (begun.length === 0) return rounds;
      await Promise.all(begun);
    }
  }
  const runs = () => [...ctx.store.tables().jobRuns.values()];
  const pass = async (seconds: number) => {
    ctx.clock.advance(seconds * 1_000);
    await settle();
  };
  return { ctx, client, executor, settle, runs, pass, handle };
}

describe("the executor", () => {
  it("remembers each step, runs those side by side, sleeps, and tells the function what it waited for", async () => {
    const calls: string[] = [];
    const { client, settle, runs, pass } = await open((made) => [
      made.createFunction({ id: "whole", triggers: [{ event: "begin" }] }, async ({ step, event }) => {
        const one = await step.run("one", () => calls.push("one"));
        const both = await Promise.all([
          step.run("two", () => calls.push("two")),
          step.run("three", () => calls.push("three")),
        ]);
        await step.sleep("nap", "2h");
        const paid = await step.waitForEvent("paid", { event: "paid", timeout: "1d", match: "data.order" });
        const never = await step.waitForEvent("never", { event: "never", timeout: "1h" });
        return { one, both, data: event.data, paid: paid?.data, never };
      }),
    ]);
    await client.send({ name: "begin", data: { order: 7 } });
    await settle();
    expect(calls).toEqual(["one", "two", "three"]);
    await pass(7_199);
    expect(runs()).toMatchObject([{ state: "open" }]);
    await pass(1);
    await client.send({ name: "paid", data: { order: 8 } });
    await settle();
    await client.send({ name: "paid", data: { order: 7, by: "card" } });
    await settle();
    await pass(3_600);
    expect(calls).toEqual(["one", "two", "three"]);
    const output = { one: 1, both: [2, 3], data: { order: 7 }, paid: { order: 7, by: "card" }, never: null };
    expect(runs()).toMatchObject([{ state: "completed", output }]);
  });

  it("tries a step again, later each time, and then lets the function catch its failure", async () => {
    const attempts: number[] = [];
    const { client, settle, runs, ctx } = await open((made) => [
      made.createFunction({ id: "retry", retries: 2, triggers: [{ event: "begin" }] }, async ({ step, attempt }) => {
        try {
          await step.run("breaks", () => {
            attempts.push(attempt);
            throw new Error("no luck");
          });
        } catch (error) {
          return await step.run("after", () => `caught: ${(error as Error).message}`);
        }
        return "never";
      }),
    ]);
    await client.send({ name: "begin" });
    await settle();
    const waits: number[] = [];
    while (runs()[0]?.state === "open") {
      const waitMs = Math.ceil((runs()[0]?.dueAt ?? 0) - ctx.clock.now().getTime());
      waits.push(waitMs / 1_000);
      ctx.clock.advance(waitMs);
      await settle();
    }
    expect(attempts).toEqual([0, 1, 2]);
    expect(runs()[0]?.output).toBe("caught: no luck");
    expect(waits[0]).toBeGreaterThanOrEqual(5);
    expect(waits[0]).toBeLessThanOrEqual(10);
    expect(waits[1]).toBeGreaterThanOrEqual(15);
  });

  it("waits as long as a function asks, ends at once when it says so, and calls its onFailure", async () => {
    const failures: unknown[] = [];
    const { client, settle, runs, pass } = await open((made) => [
      made.createFunction(
        {
          id: "asks",
          triggers: [{ event: "begin" }],
          onFailure: ({ event }: { event: { data: { error: Error } } }) => void failures.push(event.data.error.message),
        },
        async ({ attempt }) => {
          if (attempt === 0) throw new RetryAfterError("busy", 90_000);
          throw new NonRetriableError("hopeless");
        },
      ),
    ]);
    await client.send({ name: "begin" });
    await settle();
    await pass(89);
    expect(runs()[0]).toMatchObject({ state: "open", attempt: 1 });
    await pass(1);
    expect(runs()[0]).toMatchObject({ state: "failed", output: { message: "hopeless" } });
    expect(failures).toEqual(["hopeless"]);
  });

  it("begins one run for the same event, or for the same value of its idempotency, however often it comes", async () => {
    const { client, settle, runs } = await open((made) => [
      made.createFunction({ id: "plain", triggers: [{ event: "a" }] }, () => null),
      made.createFunction(
        { id: "keyed", triggers: [{ event: "a", if: "event.data.kind == 'order'" }], idempotency: "event.data.order" },
        () => null,
      ),
    ]);
    await client.send([{ id: "x", name: "a", data: { order: 1, kind: "order" } }]);
    await client.send([{ id: "x", name: "a", data: { order: 1, kind: "order" } }]);
    await client.send([
      { id: "y", name: "a", data: { order: 1, kind: "order" } },
      { id: "z", name: "a", data: { order: 2, kind: "other" } },
    ]);
    await settle();
    const ids = runs().map(({ functionId, eventId }) => `${functionId} ${eventId}`);
    expect(ids.sort()).toEqual(["t-keyed x", "t-plain x", "t-plain y", "t-plain z"]);
  });

  it("runs no more calls of one key at once than the function allows", async () => {
    let running = 0;
    let most = 0;
    const { client, settle, runs } = await open((made) => [
      made.createFunction(
        {
          id: "slow",
          triggers: [{ event: "a" }],
          concurrency: [{ limit: 2 }, { limit: 1, key: "event.data.user" }],
        },
        async ({ step }) => {
          await step.run("work", async () => {
            most = Math.max(most, ++running);
            await new Promise((resolve) => setImmediate(resolve));
            running--;
          });
        },
      ),
    ]);
    await client.send(Array.from({ length: 9 }, (_, n) => ({ name: "a", data: { user: n % 3 } })));
    await settle();
    expect(runs().every(({ state }) => state === "completed")).toBe(true);
    expect(most).toBe(2);
  });

  it("begins a schedule's run once on two processes, makes up once for what was missed, and follows no clock backwards", async () => {
    let ran = 0;
    const define: Define = (made) => [
      made.createFunction({ id: "hourly", triggers: [{ cron: "0 * * * *" }] }, () => void ran++),
    ];
    const first = await open(define);
    const second = await open(define, first.ctx);
    const both = () => Promise.all([first.settle(), second.settle()]);
    await both();
    expect(ran).toBe(0);
    first.ctx.clock.advance(3_600_000);
    await both();
    expect(ran).toBe(1);
    first.ctx.clock.advance(6 * 3_600_000);
    await both();
    expect(ran).toBe(2);
    first.ctx.store.shiftLeaseTime(-3_600);
    await both();
    first.ctx.store.shiftLeaseTime(3_600);
    await both();
    expect(ran).toBe(2);
    first.ctx.store.shiftLeaseTime(3_600);
    await both();
    expect(ran).toBe(3);
  });

  it("gives up a run that ended its process five times, and says so", async () => {
    const { ctx, client, executor, runs, settle } = await open((made) => [
      made.createFunction({ id: "poison", triggers: [{ event: "a" }] }, () => new Promise(() => undefined)),
    ]);
    await client.send({ name: "a" });
    for (let died = 0; died < 5; died++) {
      expect(await executor.round(1)).toHaveLength(1);
      ctx.clock.advance(31_000);
    }
    await settle();
    expect(runs()[0]).toMatchObject({ state: "failed", output: { name: "ProcessDied" } });
  });

  it("ends a run that asks for an operation it does not know, with its name", async () => {
    const { client, settle, runs } = await open((made) => [
      made.createFunction({ id: "asks", triggers: [{ event: "a" }] }, async ({ step }) => {
        await step.waitForEvent("odd", { event: "b", timeout: "1h", if: "async.data.n > 3" });
      }),
    ]);
    await client.send({ name: "a" });
    await settle();
    expect(runs()[0]).toMatchObject({ state: "failed", output: { message: expect.stringContaining('"odd" with if') } });
  });

  it("keeps its word to a client that sends from a step, and refuses every other call of the SDK", async () => {
    const { client, settle, runs, executor } = await open((made) => [
      made.createFunction({ id: "first", triggers: [{ event: "a" }] }, async ({ step }) => {
        await step.sendEvent("next", { id: "b1", name: "b", data: { n: 1 } });
      }),
      made.createFunction({ id: "second", triggers: [{ event: "b" }] }, ({ event }) => event.data),
    ]);
    await client.send({ name: "a" });
    await settle();
    expect(runs().map(({ functionId, state }) => `${functionId} ${state}`)).toEqual([
      "t-first completed",
      "t-second completed",
    ]);
    expect((await executor.fetch("http://localhost:8288/fn/register", { method: "POST", body: "{}" })).status).toBe(
      404,
    );
    expect((await executor.fetch("http://localhost:8288/e/key", { method: "POST", body: "[{}]" })).status).toBe(400);
  });
});

describe("what it does not enforce", () => {
  const done = () => null;
  const cases: [string, Define][] = [
    [
      "batchEvents",
      (made) => [
        made.createFunction({ id: "f", triggers: [{ event: "a" }], batchEvents: { maxSize: 2, timeout: "5s" } }, done),
      ],
    ],
    [
      "rateLimit",
      (made) => [
        made.createFunction({ id: "f", triggers: [{ event: "a" }], rateLimit: { limit: 1, period: "1h" } }, done),
      ],
    ],
    [
      "debounce",
      (made) => [made.createFunction({ id: "f", triggers: [{ event: "a" }], debounce: { period: "1m" } }, done)],
    ],
    [
      "priority",
      (made) => [made.createFunction({ id: "f", triggers: [{ event: "a" }], priority: { run: "100" } }, done)],
    ],
    [
      "timeouts",
      (made) => [made.createFunction({ id: "f", triggers: [{ event: "a" }], timeouts: { start: "1m" } }, done)],
    ],
    [
      "singleton",
      (made) => [made.createFunction({ id: "f", triggers: [{ event: "a" }], singleton: { mode: "skip" } }, done)],
    ],
    [
      "cancel",
      (made) => [made.createFunction({ id: "f", triggers: [{ event: "a" }], cancelOn: [{ event: "b" }] }, done)],
    ],
    [
      "triggers.0.jitter",
      (made) => [
        made.createFunction({ id: "f", triggers: [{ cron: "0 * * * *", jitter: "5m" } as { cron: string }] }, done),
      ],
    ],
    [
      'triggers.cron "every hour"',
      (made) => [made.createFunction({ id: "f", triggers: [{ cron: "every hour" }] }, done)],
    ],
    [
      'triggers.if "event.data.n > 3"',
      (made) => [made.createFunction({ id: "f", triggers: [{ event: "a", if: "event.data.n > 3" }] }, done)],
    ],
    ['triggers.event "order/*"', (made) => [made.createFunction({ id: "f", triggers: [{ event: "order/*" }] }, done)]],
    [
      'concurrency.scope "account"',
      (made) => [
        made.createFunction(
          { id: "f", triggers: [{ event: "a" }], concurrency: { limit: 1, scope: "account", key: "event.data.a" } },
          done,
        ),
      ],
    ],
    [
      'concurrency.key "event.name"',
      (made) => [
        made.createFunction(
          { id: "f", triggers: [{ event: "a" }], concurrency: { limit: 1, key: "event.name" } },
          done,
        ),
      ],
    ],
    [
      'throttle.period "soon"',
      (made) => [
        made.createFunction(
          { id: "f", triggers: [{ event: "a" }], throttle: { limit: 1, period: "soon" as "1s" } },
          done,
        ),
      ],
    ],
    [
      'idempotency "event.data.a + event.data.b"',
      (made) => [
        made.createFunction({ id: "f", triggers: [{ event: "a" }], idempotency: "event.data.a + event.data.b" }, done),
      ],
    ],
  ];

  it.each(cases)("%s stops the start, by its name", async (option, define) => {
    await expect(open(define)).rejects.toThrow(`it does not enforce ${option} of t-f.`);
  });
});
