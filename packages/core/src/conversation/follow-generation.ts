import type { FollowInput } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { whileSignedIn } from "../user/while-signed-in.ts";
import { followAnswer } from "./follow-answer.ts";
import type { FollowedPart } from "./live-answer.ts";

/**
 * The person, for an answer of their own: what it has past `lastEventId`, then what comes, then the final message.
 * Resumes from any offset, in any process. Throws NOT_FOUND alike for an unknown generation and a foreign one, and
 * UNAUTHENTICATED when the session or key that asks ends meanwhile.
 */
export function followGeneration(ctx: Context, input: FollowInput, signal: AbortSignal): AsyncGenerator<FollowedPart> {
  return whileSignedIn(ctx, signal, (isOpen) =>
    followAnswer(ctx, { ...input, userId: requireUser(ctx.actor) }, isOpen),
  );
}
