import type { CostState, Message } from "@procode/contracts";
import type { Context } from "../context.ts";
import type { ModelUsage } from "../ports/model-provider.ts";
import { ProcodeError } from "../procode-error.ts";
import type { Generation, GenerationEnd, Ownership } from "./generation-repository.ts";

export type GenerationOutcome = Omit<
  GenerationEnd,
  "at" | "costState" | "costUsd" | "promptTokens" | "completionTokens" | "providerId"
> & {
  usage: ModelUsage;
};
type Finished = {
  generation: Generation;
  answer: { userId: string; owner: Ownership; text: string; providerId: string | null };
  outcome: GenerationOutcome;
};

// Together about half a minute: longer than a database takes to restart.
const WAITS_MS = [100, 400, 1_500, 4_000, 8_000, 15_000];

/**
 * PROCODE itself: the answer, its usage and AIResponseGenerated in one transaction. Tries again while the database is
 * away. Throws CONFLICT owner-died when another process has taken the generation over; nothing is then written.
 */
export async function finishGeneration(ctx: Context, finished: Finished): Promise<Message> {
  for (const wait of WAITS_MS) {
    try {
      return await store(ctx, finished);
    } catch (error) {
      if (!(error instanceof ProcodeError && error.details.reason === "database-away")) throw error;
      ctx.log.warn("the end of an answer waits for the database", { generationId: finished.generation.id, error });
      await ctx.clock.sleep(wait);
    }
  }
  return store(ctx, finished);
}

function store(ctx: Context, { generation, answer, outcome }: Finished): Promise<Message> {
  const { usage, ...end } = outcome;
  return ctx.store.asUser(answer.userId, async (tx) => {
    const finishing = tx.generations.finish(generation.id, answer.owner, {
      ...end,
      ...usage,
      providerId: answer.providerId,
      costState: costStateOf(usage, answer.providerId, outcome),
      at: ctx.clock.now(),
    });
    const answering = tx.messages.finishAnswer(generation.messageId, {
      status: end.state === "done" ? "complete" : end.state,
      text: answer.text,
      failure: end.failure,
    });
    const event = tx.events.append({
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
    });
    const [owned, message] = await Promise.all([finishing, answering, event]);
    if (!owned) {
      throw new ProcodeError("CONFLICT", "Another process has taken this answer over. What it stored is kept.", {
        reason: "owner-died",
      });
    }
    if (!message) throw new ProcodeError("INTERNAL", "The answer is gone.", { reason: "unexpected" });
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
