import type { Context } from "../context.ts";
import { createBell } from "../create-bell.ts";
import { ProcodeError } from "../procode-error.ts";

/** Most streams end before it is looked whether a change of this moment was a sign-out. */
const JOIN_MS = 250;
/** A hint may be lost, and an expiry sends none. */
const LOOK_EVERY_MS = 3_000;
/** Why the watch ends; without a reason each end would make an error that nobody reads. */
const OVER = "over";

/**
 * The person, for whatever they follow: it ends with UNAUTHENTICATED within five seconds after their session or key was
 * revoked or expired, wherever that happened. What other actors follow is left alone.
 */
export async function* whileSignedIn<Part>(
  ctx: Context,
  signal: AbortSignal,
  follow: (isOpen: AbortSignal) => AsyncGenerator<Part>,
): AsyncGenerator<Part> {
  const left = new AbortController();
  const signedOut = new AbortController();
  void untilSignedOut(ctx, AbortSignal.any([signal, left.signal])).then((isOut) => isOut && signedOut.abort(OVER));
  try {
    yield* follow(AbortSignal.any([signal, signedOut.signal]));
    if (signedOut.signal.aborted) {
      throw new ProcodeError(
        "UNAUTHENTICATED",
        "You were signed out. What you wrote is kept here; sign in and go on.",
        {
          reason: "not-signed-in",
        },
      );
    }
  } finally {
    left.abort(OVER);
  }
}

/** True once the one who asks is signed out; false when the signal ended the watch before. */
async function untilSignedOut(ctx: Context, signal: AbortSignal): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== "user" && actor.kind !== "apiKey") return false;
  const bell = createBell();
  const leave = ctx.feed.subscribe("changes", actor.userId, bell.ring);
  try {
    while (!signal.aborted) {
      await bell.waitAtMost(ctx.clock, LOOK_EVERY_MS, signal);
      await ctx.clock.sleep(JOIN_MS, signal);
      if (!signal.aborted && (await isSignedOut(ctx))) return true;
    }
    return false;
  } finally {
    leave();
  }
}

async function isSignedOut({ actor, store, clock, log }: Context): Promise<boolean> {
  try {
    if (actor.kind === "user") return (await store.findSession(actor.sessionId)) === null;
    if (actor.kind !== "apiKey") return false;
    const now = clock.now();
    const keys = await store.asUser(actor.userId, (tx) => tx.apiKeys.list());
    return !keys.some(({ id, expiresAt }) => id === actor.keyId && (expiresAt === null || expiresAt > now));
  } catch (error) {
    log.warn("whether a follower is still signed in could not be read; it is asked again", { error });
    return false;
  }
}
