import { createHash } from "node:crypto";
import type { ClaimedJobRun, JobProgress, JobStepChange } from "@procode/core";
import type { Answer, Asked, Operation } from "./call-function.ts";
import { readDuration } from "./read-duration.ts";
import { readMatch, valueAt } from "./read-expression.ts";
import type { JobFunction } from "./read-functions.ts";

const BACKOFF_SECONDS = [10, 30, 60, 300, 900] as const;
const AT_ONCE = { attempt: 0, afterSeconds: 0 };

type Call = { run: ClaimedJobRun; fn: JobFunction; asked: Asked; now: Date };
/** What an operation makes of the run: what is written, and the reason to end where the executor can not go on. */
type Effect = { steps: JobStepChange[]; call: JobProgress["call"]; refusal?: string };

/** What an answer means for the run. */
export function readProgress(answer: Answer, given: Call): JobProgress {
  if (answer.kind === "returned") return end("completed", answer.output);
  const { run, fn, asked, now } = given;
  if (answer.kind === "rejected") {
    const attempt = asked.attempt + 1;
    if (!answer.canRetry || attempt >= fn.mostAttempts) return end("failed", answer.error);
    return { steps: [], call: { attempt, afterSeconds: waitOf(run, attempt, { answer, now }) }, end: null };
  }
  const effects = answer.operations.map((operation) => readOperation(operation, answer, given));
  const refusal = effects.find((effect) => effect.refusal !== undefined)?.refusal;
  if (refusal !== undefined) return end("failed", { name: "UnsupportedOperation", message: refusal });
  const calls = effects.flatMap(({ call }) => call ?? []);
  const latest = calls.reduce<JobProgress["call"]>(
    (last, call) => (last && last.afterSeconds >= call.afterSeconds ? last : call),
    null,
  );
  return { steps: effects.flatMap(({ steps }) => steps), call: latest, end: null };
}

/** The run is over, and with it everything that it still waited for. */
export const end = (state: "completed" | "failed", output: unknown): JobProgress => ({
  ...{ steps: [], call: null },
  end: { state, output },
});

function readOperation(operation: Operation, answer: Answer, { run, fn, asked, now }: Call): Effect {
  const { id, op, data, error } = operation;
  const step = { id, name: operation.displayName ?? operation.name ?? id };
  const done = (state: "done" | "failed", output: unknown): Effect => ({
    steps: [{ ...step, state, output: output ?? null }],
    call: AT_ONCE,
  });
  switch (op) {
    case "StepRun":
    case "Step":
      return done("done", data);
    case "StepFailed":
      return done("failed", error);
    case "StepError": {
      const attempt = asked.attempt + 1;
      if (!answer.canRetry || attempt >= fn.mostAttempts) return done("failed", error);
      const afterSeconds = waitOf(run, attempt, { answer, now });
      if (asked.stepId === null) return { steps: [], call: { attempt, afterSeconds } };
      return { steps: [{ ...step, state: "planned", attempt, afterSeconds }], call: null };
    }
    case "StepPlanned":
      return { steps: [{ ...step, state: "planned", attempt: 0, afterSeconds: 0 }], call: null };
    case "Sleep": {
      const afterSeconds = readDuration(operation.name ?? "", now);
      if (afterSeconds === null) return refuse(`a sleep of "${operation.name}"`);
      return { steps: [{ ...step, state: "sleeping", afterSeconds }], call: null };
    }
    case "WaitForEvent":
      return readWait(operation, step, run, now);
    default:
      return refuse(`the step "${step.name}", which is ${op}`);
  }
}

function readWait(
  { name, opts }: Operation,
  step: { id: string; name: string },
  run: ClaimedJobRun,
  now: Date,
): Effect {
  const { timeout, if: expression } = opts ?? {};
  const afterSeconds = readDuration(String(timeout ?? ""), now);
  const match = typeof expression === "string" ? readMatch(expression) : null;
  if (!name || afterSeconds === null) return refuse(`the wait "${step.name}" without an event or an end`);
  if (expression !== undefined && !match) return refuse(`the wait "${step.name}" with if "${String(expression)}"`);
  const wait = {
    ...{ name, path: match?.other ?? null },
    value: match ? (valueAt(run.event.data, match.own) ?? null) : null,
  };
  return { steps: [{ ...step, state: "waiting", afterSeconds, wait }], call: null };
}

const refuse = (what: string): Effect => ({
  ...{ steps: [], call: null },
  refusal: `The built-in executor does not know ${what}. Nothing after it was run.`,
});

/** What the function asked for, else longer each time; from half of it on, as the run's id falls, so that not all come back at once. */
function waitOf({ id }: ClaimedJobRun, attempt: number, { answer, now }: { answer: Answer; now: Date }): number {
  const { retryAfter } = answer;
  const asked =
    retryAfter === null ? null : readDuration(/^\d+$/.test(retryAfter) ? `${retryAfter}s` : retryAfter, now);
  if (asked !== null) return asked;
  const longest = BACKOFF_SECONDS[Math.min(attempt, BACKOFF_SECONDS.length) - 1] ?? 0;
  const share = createHash("sha256").update(`${id} ${attempt}`).digest().readUInt16BE() / 0xffff;
  return longest * (0.5 + share / 2);
}
