import type { Model } from "@procode/contracts";
import type { Context } from "../context.ts";
import { loadCatalogue } from "./model-catalogue.ts";
import type { ModelUsage } from "../ports/model-provider.ts";
import type { Stage } from "../ports/tracer.ts";
import { ProcodeError } from "../procode-error.ts";
import { recallContext } from "../user/cached-context.ts";
import { buildPrompt } from "./build-prompt.ts";
import { finishGeneration, type GenerationOutcome } from "./finish-generation.ts";
import type { Generation } from "./generation-repository.ts";
import type { LiveAnswer } from "./live-answer.ts";
import { outlastDatabase } from "./outlast-database.ts";
import { keepFacts, type PromptFacts, readPromptFacts } from "./prompt-facts.ts";

/** How long a question waits for a database that is away before its answer fails. */
const PATIENCE_MS = 60_000;
/** The abort reason of a process that ends: the answer is then interrupted, not stopped by its person. */
export const SHUTDOWN = "shutdown";
/** The abort reason where another process owns the answer by now: nothing of it is stored here any more. */
export const TAKEN_OVER = "taken-over";
/** A process that was held for longer than that may have lost its lease, and looks again before it calls a model. */
const FRESH_MS = 1_000;

export type Run = {
  userId: string;
  generation: Generation;
  /** Whether it is stored as running because of this very run; otherwise it is begun anew, which counts a call that died. */
  isBegun: boolean;
  /** What was read with the turn that asks, and since when; read anew when left out. */
  read?: { facts: PromptFacts; sinceMs: number };
};

/**
 * PROCODE itself, for an answer that this process owns: calls the model with the one prompt, shows and stores what
 * comes, and ends the generation in a final state, unless another process owns it by then. Never throws for what a
 * provider does; only for a database that stays away, which leaves the generation to be recovered.
 */
export function runGeneration(ctx: Context, begun: Run): Promise<void> {
  const { id, model, trace: traceparent } = begun.generation;
  return ctx.tracer.span("ai", { generationId: id, model }, (stage) => run(ctx, begun, stage), { traceparent });
}

async function run(ctx: Context, begun: Run, stage: Stage): Promise<void> {
  const { userId, generation } = begun;
  const startedMs = ctx.clock.monotonicMs();
  const owner = { workerId: generation.workerId, fence: generation.fence };
  const answer = ctx.answers.begin({ generationId: generation.id, userId, owner });
  if (generation.stopRequested) answer.abort.abort();
  const outcome = await writeAnswer(ctx, begun, answer, startedMs);
  stage.note(factsOf(outcome));
  ctx.answers.close(answer);
  try {
    const message = await finishGeneration(ctx, { generation, answer, outcome });
    ctx.answers.end(answer, { message });
  } catch (error) {
    ctx.answers.end(answer, { error });
    if (!isTakenOver(error)) throw error;
    ctx.log.warn("another process has taken an answer over", { generationId: generation.id });
  }
}

async function writeAnswer(ctx: Context, run: Run, answer: LiveAnswer, startedMs: number): Promise<GenerationOutcome> {
  const { generation } = run;
  const outcome: GenerationOutcome = {
    state: "interrupted",
    model: generation.model,
    usage: NO_USAGE,
    finishReason: null,
    firstTokenMs: null,
    totalMs: null,
    failure: null,
  };
  try {
    const prompt = await preparePrompt(ctx, run, answer);
    ctx.measures.requestedModel(generation.model);
    let finished = false;
    for await (const part of ctx.models.stream({
      ...generation.options?.model,
      model: generation.model,
      messages: prompt.messages,
      signal: answer.abort.signal,
    })) {
      if (part.type === "started") {
        answer.providerId = part.providerId;
        outcome.model = part.model;
      } else if (part.type === "text") {
        outcome.firstTokenMs ??= Math.round(ctx.clock.monotonicMs() - startedMs);
        ctx.answers.push(answer, part.text);
      } else {
        finished = true;
        outcome.usage = part.usage;
        outcome.finishReason = part.finishReason;
      }
    }
    answer.abort.signal.throwIfAborted();
    if (!finished) throw new ProcodeError("UNAVAILABLE", "The answer broke off.", { reason: "provider-broke-off" });
    outcome.state = "done";
  } catch (error) {
    const { aborted, reason } = answer.abort.signal;
    if (!aborted) fail(ctx, outcome, answer, error);
    else if (reason === SHUTDOWN || reason === TAKEN_OVER) outcome.failure = { reason: "owner-died" };
    else outcome.state = "stopped";
  }
  outcome.totalMs = Math.round(ctx.clock.monotonicMs() - startedMs);
  return outcome;
}

const factsOf = ({ state, model, usage, finishReason, firstTokenMs, totalMs, failure }: GenerationOutcome) => ({
  ...{ state, answeredBy: model, finishReason, firstTokenMs, totalMs, failure: failure?.reason },
  ...{ promptTokens: usage.promptTokens, completionTokens: usage.completionTokens, costUsd: usage.costUsd },
});

const NO_USAGE: ModelUsage = { promptTokens: null, completionTokens: null, costUsd: null };

async function preparePrompt(ctx: Context, run: Run, answer: LiveAnswer) {
  const { generation, read } = run;
  const { models } = await loadCatalogue(ctx);
  const isFresh = read !== undefined && ctx.clock.monotonicMs() - read.sinceMs < FRESH_MS;
  const facts = isFresh ? read.facts : await begin(ctx, run, answer);
  // A process that was held for longer than its lease must not ask a second time what another has asked by now.
  answer.abort.signal.throwIfAborted();
  await keepFacts(ctx, answer.userId, facts);
  return buildPrompt({
    profile: facts.context.profile,
    channel: facts.channel,
    instructions: generation.options?.instructions,
    history: facts.history,
    model: modelOf(models, generation.model),
    now: ctx.clock.now(),
  });
}

/** Makes sure that the answer is this process's own and stands as running, and reads what its prompt is made of. */
async function begin(ctx: Context, { generation, isBegun }: Run, answer: LiveAnswer): Promise<PromptFacts> {
  const { userId, owner } = answer;
  const kept = await recallContext(ctx, userId);
  const waiting = { what: "the begin of an answer", patienceMs: PATIENCE_MS, signal: answer.abort.signal };
  const { path, context } = await outlastDatabase(ctx, waiting, (attempt) =>
    ctx.store.asUser(userId, async (tx) => {
      const stored = isBegun || attempt > 1 ? await tx.generations.findById(generation.id) : null;
      const stands = isOwn(generation, stored) && (isBegun || isNextTry(generation, stored));
      const starting = stands || isBegun ? stands : tx.generations.start(generation.id, owner, ctx.clock.now());
      const reading = readPromptFacts(tx, generation.messageId, kept);
      tx.seal();
      const [isOwner, facts] = await Promise.all([starting, reading]);
      if (!isOwner) answer.abort.abort(TAKEN_OVER);
      return facts;
    }),
  );
  return { history: path.slice(0, -1), channel: path.at(-1)?.channel ?? "web", context, kept };
}

function isOwn(known: Generation, stored: Generation | null): stored is Generation {
  const isRunning = stored?.state === "running" || stored?.state === "queued";
  return isRunning && stored.workerId === known.workerId && stored.fence === known.fence;
}

/** Whether a try whose answer was lost began it all the same: a second begin would count as a call that died. */
function isNextTry(known: Generation, stored: Generation): boolean {
  return known.state === "queued" ? stored.state === "running" : stored.attempt > known.attempt;
}

// A model that left the catalogue between the question and a restart is tried all the same; the provider then says so.
function modelOf(models: readonly Model[], id: string): Pick<Model, "name" | "contextTokens" | "maxOutputTokens"> {
  return models.find((model) => model.id === id) ?? { name: id, contextTokens: 8_192, maxOutputTokens: null };
}

const isTakenOver = (error: unknown): boolean =>
  error instanceof ProcodeError && error.code === "CONFLICT" && error.details.reason === "owner-died";

function fail(ctx: Context, outcome: GenerationOutcome, answer: LiveAnswer, error: unknown): void {
  const known = error instanceof ProcodeError;
  const details = known ? error.details : { reason: "unexpected" as const };
  outcome.state = answer.text === "" ? "failed" : "interrupted";
  outcome.failure = {
    reason: details.reason,
    ...("retryAfterSeconds" in details && details.retryAfterSeconds !== undefined
      ? { retryAfterSeconds: details.retryAfterSeconds }
      : {}),
  };
  ctx.log[known ? "warn" : "error"]("an answer failed", {
    generationId: answer.generationId,
    model: outcome.model,
    reason: details.reason,
    error,
  });
}
