import { requireScope, requireUser } from "../../actor.ts";
import type { Context } from "../../context.ts";
import { buildPrompt } from "../../conversation/build-prompt.ts";
import { loadCatalogue } from "../../conversation/model-catalogue.ts";
import { SHUTDOWN } from "../../conversation/run-generation.ts";
import { selectModel } from "../../conversation/select-model.ts";
import { ProcodeError } from "../../procode-error.ts";
import { keepContext, readContext, recallContext } from "../../user/cached-context.ts";
import type { Completion, CompletionPart } from "./completion.ts";
import { beginLooseCall } from "./loose-call.ts";

/**
 * The person, also by a key with `chat`: one answer with their profile that is kept nowhere; what it cost is. Aborting
 * the signal, or leaving the iteration, closes the provider's socket. Throws INVALID unknown-model, INVALID
 * does-not-fit when not all turns fit, and what the provider throws.
 */
export async function* streamCompletion(
  ctx: Context,
  completion: Completion,
  signal: AbortSignal,
): AsyncGenerator<CompletionPart, void, undefined> {
  const userId = requireUser(ctx.actor);
  requireScope(ctx.actor, "chat");
  const { model, messages } = await prepare(ctx, userId, completion);
  const call = beginLooseCall(ctx, userId, model.id);
  ctx.measures.requestedModel(model.id);
  try {
    for await (const part of ctx.models.stream({ ...completion.options.model, model: model.id, messages, signal })) {
      if (part.type === "started") {
        await call.started(part);
        yield { type: "started", id: call.id, model: part.model };
      } else if (part.type === "text") {
        call.wrote();
        yield part;
      } else {
        await call.end({ state: "done", finishReason: part.finishReason, usage: part.usage });
        yield part;
      }
    }
    signal.throwIfAborted();
    if (!call.isOver()) throw brokeOff();
  } catch (error) {
    if (signal.aborted && signal.reason !== SHUTDOWN) throw error;
    const failure = signal.aborted ? restarts() : error;
    await call.end({ state: "interrupted", failure });
    throw failure;
  } finally {
    // Whoever left, by the signal or in mid-iteration, wanted no more of it.
    await call.end({ state: "stopped" });
  }
}

async function prepare(ctx: Context, userId: string, { model: asked, turns, options }: Completion) {
  const { models } = await loadCatalogue(ctx);
  const kept = await recallContext(ctx, userId);
  const { context, preferred } = await ctx.store.asUser(userId, async (tx) => ({
    context: await readContext(tx, kept),
    preferred: (await tx.users.getSettings()).preferredModel,
  }));
  if (context !== kept) await keepContext(ctx, userId, context);
  const model = selectModel(models, { asked: asked ?? undefined, preferred });
  const { messages, omitted } = buildPrompt({
    profile: context.profile,
    channel: "api",
    instructions: options.instructions,
    history: turns,
    model,
    now: ctx.clock.now(),
  });
  if (omitted === 0) return { model, messages };
  throw new ProcodeError(
    "INVALID",
    `The oldest ${omitted} of these messages do not fit into what ${model.name} reads. Send fewer, or choose a model that reads more.`,
    { reason: "does-not-fit" },
  );
}

const brokeOff = () => new ProcodeError("UNAVAILABLE", "The answer broke off.", { reason: "provider-broke-off" });
const restarts = () =>
  new ProcodeError("UNAVAILABLE", "PROCODE restarts, so the answer ends here. Ask again in a few seconds.", {
    reason: "owner-died",
    retryAfterSeconds: 5,
  });
