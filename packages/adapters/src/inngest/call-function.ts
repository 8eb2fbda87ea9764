import type { ClaimedJobRun } from "@procode/core";
import { z } from "zod";
import { type JobFunction, type JobsHandler, PLACE } from "./read-functions.ts";

/** `stepId` is null when the function is called as a whole. */
export type Asked = { stepId: string | null; attempt: number };

const Operation = z.looseObject({
  id: z.string(),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  opts: z.looseObject({}).nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
});
export type Operation = z.infer<typeof Operation>;

/** `retryAfter`: seconds or a date, as the function asked. */
export type Answer = { canRetry: boolean; retryAfter: string | null } & (
  | { kind: "returned"; output: unknown }
  | { kind: "rejected"; error: unknown }
  | { kind: "operations"; operations: readonly Operation[] }
);

/** One call of the SDK's protocol: the event, what its steps came to so far, and what is asked for. */
export async function callFunction(
  handle: JobsHandler,
  run: ClaimedJobRun,
  { mostAttempts }: JobFunction,
  asked: Asked,
): Promise<Answer> {
  const ended = run.steps.filter(({ state }) => state === "done" || state === "failed");
  const event = {
    ...{ id: run.event.id, name: run.event.name, data: run.event.data },
    ts: run.event.at.getTime(),
  };
  const body = {
    version: 2,
    ctx: {
      run_id: run.id,
      attempt: asked.attempt,
      max_attempts: mostAttempts,
      // Otherwise a step that is planned already would be run here a second time.
      disable_immediate_execution: run.steps.some(({ state }) => state === "planned"),
      use_api: false,
      stack: { stack: ended.map(({ id }) => id), current: ended.length },
    },
    event,
    events: [event],
    steps: Object.fromEntries(
      ended.map(({ id, state, output }) => [
        id,
        state === "done" ? { type: "data", data: output } : { type: "error", error: output },
      ]),
    ),
  };
  const query = new URLSearchParams({ fnId: run.functionId, stepId: asked.stepId ?? "step" });
  const response = await handle(
    new Request(`${PLACE}?${query}`, {
      method: "POST",
      headers: { "content-type": "application/json", host: "localhost", "x-run-id": run.id },
      body: JSON.stringify(body),
    }),
  );
  return readAnswer(response);
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const retry = {
    canRetry: response.headers.get("x-inngest-no-retry") !== "true",
    retryAfter: response.headers.get("retry-after"),
  };
  const body = text === "" ? null : (JSON.parse(text) as unknown);
  if (response.status === 200) return { ...retry, kind: "returned", output: body };
  if (response.status !== 206) return { ...retry, kind: "rejected", error: body };
  const operations = z.array(Operation).min(1).parse(body);
  return { ...retry, kind: "operations", operations };
}
