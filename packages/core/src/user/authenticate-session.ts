import type { Actor } from "../actor.ts";
import type { Context } from "../context.ts";
import { SEEN_EVERY_MS, SESSION_MS } from "./session-lifetime.ts";

/**
 * The door, for the id in a signed cookie: who it is while the session lives, a guest at once after it was ended
 * anywhere. Using a session keeps it alive.
 */
export async function authenticateSession(ctx: Context, sessionId: string): Promise<Actor> {
  const now = ctx.clock.now();
  const session = await ctx.store.findSession(sessionId);
  if (!session) return { kind: "guest" };
  if (now.getTime() - session.lastSeenAt.getTime() > SEEN_EVERY_MS) {
    await ctx.store.asSystem((tx) => tx.accounts.touchSession(sessionId, now, new Date(now.getTime() + SESSION_MS)));
  }
  return { kind: "user", userId: session.userId, sessionId, role: session.role };
}
