import type { GenerationInput } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { notFound } from "../procode-error.ts";

/**
 * The person, for an answer of their own: closes the provider's socket and keeps the text so far. An answer that has
 * ended is left as it is. Throws NOT_FOUND.
 */
export async function stopGeneration(ctx: Context, { generationId }: GenerationInput): Promise<{ stopped: boolean }> {
  const userId = requireUser(ctx.actor);
  const live = ctx.answers.find(generationId);
  if (live && live.userId === userId) {
    live.abort.abort();
    return { stopped: true };
  }
  const stopped = await ctx.store.asUser(userId, async (tx) => {
    if (!(await tx.generations.findById(generationId))) throw notFound("answer");
    return tx.generations.requestStop(generationId);
  });
  if (stopped) ctx.feed.publish("stops", userId);
  // It may have begun here while the request was stored.
  ctx.answers.find(generationId)?.abort.abort();
  return { stopped };
}
