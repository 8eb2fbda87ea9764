import type { FollowInput } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { createBell } from "../create-bell.ts";
import { notFound } from "../procode-error.ts";
import { type FollowedPart, followLiveAnswer } from "./live-answer.ts";

/** Who writes it elsewhere tells of each part that it stores; a hint may be lost. */
const LOOK_EVERY_MS = 1_000;

/**
 * The person, for an answer of their own: what it has past `lastEventId`, then what comes, then the final message.
 * Resumes from any offset, in any process. Throws NOT_FOUND alike for an unknown generation and a foreign one.
 */
export async function* followGeneration(
  ctx: Context,
  input: FollowInput,
  signal: AbortSignal,
): AsyncGenerator<FollowedPart> {
  const userId = requireUser(ctx.actor);
  let offset = Number(input.lastEventId ?? 0);
  const bell = createBell();
  const leave = ["changes" as const, "parts" as const].map((topic) => ctx.feed.subscribe(topic, userId, bell.ring));
  try {
    while (!signal.aborted) {
      const live = ctx.answers.find(input.generationId);
      if (live && live.userId === userId) {
        yield* followLiveAnswer(live, offset, signal);
        return;
      }
      const stored = await readStored(ctx, userId, input.generationId);
      if (offset > stored.text.length) yield { offset: stored.text.length, part: { type: "reset", text: stored.text } };
      else if (offset < stored.text.length)
        yield { offset: stored.text.length, part: { type: "delta", text: stored.text.slice(offset) } };
      offset = stored.text.length;
      if (stored.message) {
        yield { offset, part: { type: "done", message: stored.message } };
        return;
      }
      await bell.waitAtMost(ctx.clock, LOOK_EVERY_MS, signal);
    }
  } finally {
    for (const end of leave) end();
  }
}

/** The text so far, and the message once it is final. */
function readStored(ctx: Context, userId: string, generationId: string) {
  return ctx.store.asUser(userId, async (tx) => {
    const generation = await tx.generations.findById(generationId);
    if (!generation) throw notFound("answer");
    if (generation.state === "queued" || generation.state === "running") {
      return { text: await tx.generations.readText(generationId), message: null };
    }
    const message = await tx.messages.findById(generation.messageId);
    if (!message) throw notFound("answer");
    return { text: message.text, message };
  });
}
