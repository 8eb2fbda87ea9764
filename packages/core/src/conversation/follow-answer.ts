import type { FollowInput } from "@procode/contracts";
import type { Context } from "../context.ts";
import { createBell } from "../create-bell.ts";
import { notFound } from "../procode-error.ts";
import { type FollowedPart, followLiveAnswer, inParts } from "./live-answer.ts";

/** Who writes it elsewhere tells of each part that it stores; a hint may be lost. */
const LOOK_EVERY_MS = 1_000;
/** Who writes it tells its own followers of a part before it is stored; one that comes from there waits for so long. */
const AHEAD_MS = 1_000;
const LOOK_AHEAD_MS = 50;

/** An answer of this person, from memory where it is written and from the store anywhere else, until its end or the signal. */
export async function* followAnswer(
  ctx: Context,
  { userId, generationId, lastEventId }: FollowInput & { userId: string },
  signal: AbortSignal,
): AsyncGenerator<FollowedPart> {
  let offset = Number(lastEventId ?? 0);
  let aheadSinceMs: number | null = null;
  const bell = createBell();
  const leave = ["changes" as const, "parts" as const].map((topic) => ctx.feed.subscribe(topic, userId, bell.ring));
  try {
    while (!signal.aborted) {
      const live = ctx.answers.find(generationId);
      if (live && live.userId === userId) {
        offset = yield* followLiveAnswer(live, offset, signal);
        if (signal.aborted || (live.end && "message" in live.end)) return;
      }
      const nowMs = ctx.clock.monotonicMs();
      const waits = aheadSinceMs === null || nowMs - aheadSinceMs < AHEAD_MS;
      const stored = await readOn(ctx, { userId, generationId, offset, waits });
      if (!stored) {
        aheadSinceMs ??= nowMs;
        await bell.waitAtMost(ctx.clock, LOOK_AHEAD_MS, signal);
        continue;
      }
      aheadSinceMs = null;
      yield* inParts(stored);
      offset = stored.offset + stored.text.length;
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

type Stored = Parameters<typeof inParts>[0];

type Place = { userId: string; generationId: string; offset: number; waits: boolean };

/**
 * What is stored past `offset`, and the message once it is final. Of a running answer that has less than the follower
 * saw, it is null while the follower waits, and all that is stored after that.
 */
function readOn(ctx: Context, { userId, generationId, offset, waits }: Place) {
  return ctx.store.asUser(userId, async (tx) => {
    const reading = Promise.all([
      tx.generations.readOn(generationId, offset),
      tx.messages.findByGeneration(generationId),
    ]);
    // Who waits no longer may have to read the whole.
    if (waits) tx.seal();
    const [progress, message] = await reading;
    if (!progress) throw notFound("answer");
    if (!progress.isRunning) {
      if (!message) throw notFound("answer");
      return { ...past(message.text, offset), message };
    }
    if (progress.end >= offset) return { type: "delta" as const, text: progress.text, offset, message: null };
    if (waits) return null;
    const whole = await tx.generations.readOn(generationId, 0);
    return { ...past(whole?.text ?? "", offset), message: null };
  });
}

function past(text: string, offset: number): Stored {
  return offset > text.length
    ? { type: "reset", text, offset: 0 }
    : { type: "delta", text: text.slice(offset), offset };
}
