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
      const stored = await readOn(ctx, { userId, generationId, offset });
      if (stored.type === "reset" && !stored.message) {
        const nowMs = ctx.clock.monotonicMs();
        aheadSinceMs ??= nowMs;
        if (nowMs - aheadSinceMs < AHEAD_MS) {
          await bell.waitAtMost(ctx.clock, LOOK_AHEAD_MS, signal);
          continue;
        }
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

/** What is stored past `offset`, or all of it where the follower saw more than that; the message once it is final. */
function readOn(
  ctx: Context,
  { userId, generationId, offset }: { userId: string; generationId: string; offset: number },
) {
  return ctx.store.asUser(userId, async (tx) => {
    const progress = await tx.generations.readOn(generationId, offset);
    if (!progress) throw notFound("answer");
    if (!progress.isRunning) {
      const message = await tx.messages.findById(progress.messageId);
      if (!message) throw notFound("answer");
      return { ...past(message.text, offset), message };
    }
    const whole = progress.end < offset ? await tx.generations.readOn(generationId, 0) : null;
    return {
      ...(whole ? past(whole.text, offset) : { type: "delta" as const, text: progress.text, offset }),
      message: null,
    };
  });
}

function past(text: string, offset: number): Stored {
  return offset > text.length
    ? { type: "reset", text, offset: 0 }
    : { type: "delta", text: text.slice(offset), offset };
}
