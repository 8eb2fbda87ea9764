import { createSystemClock } from "@procode/adapters";
import type { Services } from "@procode/core";
import { createTestContext } from "@procode/core/testing";
import { createTestStore, startTestDatabase, type TestDatabase } from "@procode/db/testing";
import { Inngest } from "inngest";
import { serve } from "inngest/edge";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createJobExecutor } from "./create-job-executor.ts";

const PLANS = 2_000;
let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

test("the minute's work is done while thousands of older runs of another function wait, and all of it that runs hangs", async () => {
  const { store, ids } = createTestStore(database);
  const base = createTestContext();
  const services: Services = { ...base, store, clock: createSystemClock(), ids: { ...base.ids, next: ids.next } };
  const executor = createJobExecutor(services);
  const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const client = new Inngest({ id: "t", isDev: true, checkpointing: false, fetch: executor.fetch, logger: quiet });
  const [hanging, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let plansInHand = 0;
  const plan = client.createFunction(
    { id: "plan", triggers: [{ event: "plan" }], concurrency: { limit: 20 } },
    async ({ step }) => {
      await step.run("ask", async () => {
        if (++plansInHand === 4) hanging.resolve();
        await released.promise;
      });
    },
  );
  const steps: string[] = [];
  const delivered = Promise.withResolvers<void>();
  const deliver = client.createFunction(
    { id: "deliver", triggers: [{ cron: "* * * * *" }], concurrency: { limit: 1 } },
    async ({ step }) => {
      for (const name of ["settle", "send"]) await step.run(name, () => steps.push(name));
      delivered.resolve();
    },
  );
  await executor.load(serve({ client, functions: [plan, deliver] }));
  const events = Array.from({ length: PLANS }, (_, n) => ({ id: `plan ${n}`, name: "plan", data: {} }));
  await executor.fetch("http://localhost/e/key", { method: "POST", body: JSON.stringify(events) });
  executor.run();
  await hanging.promise;
  await database.shiftLeaseTime(60);
  await delivered.promise;
  expect(steps.slice(0, 2)).toEqual(["settle", "send"]);
  expect(plansInHand).toBe(4);
  const [left] = await database.query<{ open: number }>(
    "SELECT count(*)::int AS open FROM job_runs WHERE function_id = 't-plan' AND state = 'open'",
  );
  expect(left?.open).toBe(PLANS);
  const over = executor.stop(10_000);
  released.resolve();
  await over;
  await store.close();
});
