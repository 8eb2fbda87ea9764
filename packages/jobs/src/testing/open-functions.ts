import { createTestContext } from "@procode/core/testing";
import { createJobsClient } from "../create-jobs-client.ts";
import { serveJobs } from "../serve-jobs.ts";

type Event = { id?: string; name: string; data: Record<string, unknown> };
const TICK: Event = { id: "tick", name: "inngest/scheduled.timer", data: {} };
const MOST_ATTEMPTS = 4;
const PLACE = { origin: "http://localhost:3000", path: "/api/inngest" };

/**
 * A process over the memory store; `run` calls one function again and again, as an executor would, until it is over. A step
 * that fails ends the test, unless `beforeRetry` is there: it is called, and the function with what its steps came to so far.
 */
export function openFunctions() {
  const ctx = createTestContext();
  const sent: Event[] = [];
  const take: typeof fetch = async (input, init) => {
    const events = (await new Request(input, init).json()) as Event[];
    sent.push(...events);
    return Response.json({ ids: events.map(({ id }, index) => id ?? String(index)), status: 200 });
  };
  const handler = serveJobs(createJobsClient({ kind: "built-in", fetch: take, log: ctx.log }), ctx, PLACE);
  async function run(
    functionId: string,
    event: Event = TICK,
    beforeRetry?: () => void,
  ): Promise<{ status: number; body: unknown }> {
    let attempt = 0;
    const steps: Record<string, { type: "data"; data: unknown }> = {};
    for (;;) {
      const about = { ...event, ts: 0 };
      const response = await handler(
        new Request(`http://localhost:3000/api/inngest?fnId=procode-${functionId}&stepId=step`, {
          method: "POST",
          headers: { host: "localhost:3000" },
          body: JSON.stringify({
            ...{ event: about, events: [about], steps, version: 2 },
            ctx: { run_id: "run", attempt, max_attempts: MOST_ATTEMPTS },
          }),
        }),
      );
      const body = (await response.json()) as { id: string; op: string; data: unknown; error?: { message: string } }[];
      if (response.status !== 206) return { status: response.status, body };
      const failed = body.find(({ op }) => op === "StepError" || op === "StepFailed");
      if (failed) {
        if (!beforeRetry || failed.op === "StepFailed") throw new Error(`A step failed: ${failed.error?.message}`);
        beforeRetry();
        attempt++;
        continue;
      }
      for (const { id, data } of body) steps[id] = { type: "data", data };
    }
  }
  return { ctx, run, sent };
}
