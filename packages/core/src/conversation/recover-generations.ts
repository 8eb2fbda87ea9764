import type { Context } from "../context.ts";
import { requireJob } from "../actor.ts";
import { isJustBack } from "../is-just-back.ts";
import { finishGeneration } from "./finish-generation.ts";
import type { OrphanedGeneration } from "./generation-desk.ts";
import { runGeneration } from "./run-generation.ts";

const AT_ONCE = 20;
const MOST_ATTEMPTS = 2;
/** The fence of an answer that was taken for the first time. */
const FIRST_TAKEN = 2;

/**
 * PROCODE itself: takes answers whose owner died, and those of its own that were stored while the word of it was lost,
 * so that nobody began them. One of which nothing was stored is asked for once more; the text of any other is kept and
 * marked interrupted. Answers of living processes are never touched.
 */
export async function recoverGenerations(ctx: Context): Promise<void> {
  requireJob(ctx.actor);
  if (isJustBack(ctx)) return;
  let claimed = AT_ONCE;
  while (claimed === AT_ONCE) {
    const claimant = { workerId: ctx.worker.id, at: ctx.clock.now(), knows: ctx.answers.known() };
    const orphans = await ctx.store.asSystem((tx) => tx.generations.claimOrphans(claimant, AT_ONCE));
    const recovered = await Promise.allSettled(orphans.map((orphan) => recover(ctx, orphan)));
    // Those that failed are this process's own by now, which it does not know: the next round takes them again.
    for (const outcome of recovered) if (outcome.status === "rejected") throw outcome.reason;
    claimed = orphans.length;
  }
}

async function recover(ctx: Context, orphan: OrphanedGeneration): Promise<void> {
  const { userId, id, messageId, workerId, fence, providerId, trace: traceparent } = orphan;
  const text = await ctx.store.asUser(userId, (tx) => tx.generations.readText(id));
  ctx.log.info("took over an answer that nobody writes", {
    generationId: id,
    messageId,
    storedLength: text.length,
  });
  // Stored here while the word of it was lost, and taken by nobody since: no model was called yet.
  const isUnbegun = orphan.isOwn && fence === FIRST_TAKEN && !ctx.answers.hasLeft(id);
  if (text === "" && (isUnbegun || orphan.attempt < MOST_ATTEMPTS) && !orphan.stopRequested) {
    ctx.answers.run(runGeneration(ctx, { userId, generation: orphan, isBegun: isUnbegun }));
    // Who waits for its first word may do so here.
    ctx.feed.publish("changes", userId);
    return;
  }
  const failure = orphan.stopRequested ? null : ({ reason: "owner-died" } as const);
  await ctx.tracer.within({ traceparent }, () =>
    finishGeneration(ctx, {
      generation: orphan,
      answer: { userId, owner: { workerId, fence }, text, providerId, hasParts: true },
      outcome: { ...UNFINISHED, state: failure ? "interrupted" : "stopped", model: orphan.model, failure },
    }),
  );
}

const UNFINISHED = {
  usage: { promptTokens: null, completionTokens: null, costUsd: null },
  finishReason: null,
  firstTokenMs: null,
  totalMs: null,
} as const;
