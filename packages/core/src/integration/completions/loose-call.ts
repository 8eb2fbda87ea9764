import type { Context } from "../../context.ts";
import { costStateOf } from "../../conversation/finish-generation.ts";
import type { LooseCall } from "../../conversation/generation-repository.ts";
import type { ModelUsage } from "../../ports/model-provider.ts";
import { ProcodeError } from "../../procode-error.ts";

// Longer than an answer takes: a call that still runs is not asked for its cost.
const RUNS_AT_MOST_SECONDS = 900;
const NO_USAGE: ModelUsage = { promptTokens: null, completionTokens: null, costUsd: null };

type Started = { providerId: string; model: string };
type Ending = {
  state: "done" | "stopped" | "interrupted";
  finishReason?: string | null;
  usage?: ModelUsage;
  failure?: unknown;
};

/**
 * The record of a model call that belongs to no conversation: pending from the provider's id on, so that a process
 * that dies leaves its cost to be settled, and final at its end.
 */
export function beginLooseCall(ctx: Context, userId: string, asked: string) {
  const id = ctx.ids.next();
  const startedMs = ctx.clock.monotonicMs();
  const sinceStart = () => Math.round(ctx.clock.monotonicMs() - startedMs);
  let started: Started | null = null;
  let firstTokenMs: number | null = null;
  let isOver = false;
  const stage = ctx.tracer.begin("ai", { generationId: id, model: asked });
  // So that a process that ends lets it end first.
  const { promise, resolve: release } = Promise.withResolvers<void>();
  ctx.answers.run(promise);

  const record = (call: Pick<LooseCall, "state" | "costState" | "failure" | "dueInSeconds"> & Partial<LooseCall>) =>
    ctx.store.asUser(userId, (tx) =>
      tx.responses.record({
        ...NO_USAGE,
        ...{ generationId: id, model: started?.model ?? asked, providerId: started?.providerId ?? null },
        ...{ firstTokenMs, totalMs: null, finishReason: null, at: ctx.clock.now() },
        ...call,
      }),
    );

  return {
    id,
    isOver: () => isOver,
    /** Throws when the database is away: nothing must be spent that nobody remembers. */
    async started(part: Started): Promise<void> {
      started = { providerId: part.providerId, model: part.model };
      const failure = { reason: "owner-died" } as const;
      await record({ state: "interrupted", costState: "pending", failure, dueInSeconds: RUNS_AT_MOST_SECONDS });
    },
    wrote(): void {
      firstTokenMs ??= sinceStart();
    },
    /** The first end counts. One that can not be written leaves the call pending, to be settled later. */
    async end({ state, finishReason = null, usage = NO_USAGE, failure: error }: Ending): Promise<void> {
      if (isOver) return;
      isOver = true;
      const failure = error === undefined ? null : failureOf(error);
      stage.note({ state, finishReason, firstTokenMs, answeredBy: started?.model, failure: failure?.reason, ...usage });
      stage.end();
      // What was refused before it began cost nothing and is no answer.
      if (failure && !started) return release();
      const costState = costStateOf(usage, started?.providerId ?? null, { firstTokenMs, failure });
      const ended = { ...usage, state, costState, failure, finishReason, totalMs: sinceStart() };
      try {
        await record({ ...ended, dueInSeconds: 0 });
      } catch (reason) {
        ctx.log.warn("the end of a completion was not stored; its cost is asked for later", {
          generationId: id,
          error: reason,
        });
      }
      release();
    },
  };
}

function failureOf(error: unknown): NonNullable<LooseCall["failure"]> {
  return { reason: error instanceof ProcodeError ? error.details.reason : "unexpected" };
}
