import type { CostState, Message } from "@procode/contracts";
import type { Context } from "../context.ts";
import type { ModelUsage } from "../ports/model-provider.ts";
import { ProcodeError } from "../procode-error.ts";
import type { Generation, GenerationEnd, Ownership } from "./generation-repository.ts";
import { outlastDatabase } from "./outlast-database.ts";

export type GenerationOutcome = Omit<
  GenerationEnd,
  "at" | "costState" | "costUsd" | "promptTokens" | "completionTokens" | "providerId"
> & {
  usage: ModelUsage;
};
type Finished = {
  generation: Generation;
  answer: { userId: string; owner: Ownership; text: string; providerId: string | null; hasParts: boolean };
  outcome: GenerationOutcome;
};

// Its text stands in memory alone: worth waiting for whatever a database needs to come back.
const PATIENCE_MS = 600_000;

/**
 * PROCODE itself: the answer, its usage and AIResponseGenerated in one transaction. Tries again while the database is
 * away. Throws CONFLICT owner-died when another process has taken the generation over; nothing is then written.
 */
export function finishGeneration(ctx: Context, finished: Finished): Promise<Message> {
  return outlastDatabase(ctx, { what: "the end of an answer", patienceMs: PATIENCE_MS }, async (attempt) => {
    const before = attempt > 1 ? await findFinished(ctx, finished) : null;
    return before ?? ctx.tracer.span("db", { attempt }, () => store(ctx, finished));
  });
}

/** The message, when an earlier try was committed while the word of it was lost. */
function findFinished(ctx: Context, { generation, answer }: Finished): Promise<Message | null> {
  return ctx.store.asUser(answer.userId, async (tx) => {
    const found = await tx.generations.findById(generation.id);
    const isOver = found !== null && found.state !== "queued" && found.state !== "running";
    const isMine = found?.workerId === answer.owner.workerId && found.fence === answer.owner.fence;
    return isOver && isMine ? tx.messages.findById(generation.messageId) : null;
  });
}

function store(ctx: Context, { generation, answer, outcome }: Finished): Promise<Message> {
  const { usage, ...end } = outcome;
  const { text, providerId, hasParts, owner } = answer;
  return ctx.store.asUser(answer.userId, async (tx) => {
    const finishing = tx.generations.finish(generation.id, owner, {
      ...{ ...end, ...usage, providerId, text, hasParts },
      costState: costStateOf(usage, providerId, outcome),
      at: ctx.clock.now(),
      event: {
        type: "AIResponseGenerated",
        payload: {
          conversationId: generation.conversationId,
          messageId: generation.messageId,
          generationId: generation.id,
          model: end.model,
          promptTokens: usage.promptTokens,
          completionTokens: usage.completionTokens,
          costUsd: usage.costUsd,
          state: end.state,
        },
      },
    });
    tx.seal();
    const message = await finishing;
    if (!message) {
      throw new ProcodeError("CONFLICT", "Another process has taken this answer over. What it stored is kept.", {
        reason: "owner-died",
      });
    }
    return message;
  });
}

/** A call that never began costs nothing; one that began and did not say its cost is asked for by its id. */
export function costStateOf(
  usage: ModelUsage,
  providerId: string | null,
  outcome: Pick<GenerationEnd, "firstTokenMs" | "failure">,
): CostState {
  if (usage.costUsd !== null) return "reported";
  if (providerId) return "pending";
  return outcome.firstTokenMs === null && outcome.failure !== null ? "reported" : "unknown";
}
