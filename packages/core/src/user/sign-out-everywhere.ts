import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";

/** The person: every session ends at its next request, this one too. */
export async function signOutEverywhere(ctx: Context): Promise<{ ended: number }> {
  const userId = requireUser(ctx.actor);
  return ctx.store.asUser(userId, async (tx) => {
    const sessionIds = await tx.sessions.revokeAll();
    await tx.audit.append({
      action: "signed-out-everywhere",
      address: ctx.client.address,
      details: { sessions: String(sessionIds.length) },
    });
    await tx.events.append({ type: "SessionsRevoked", payload: { userId, sessionIds } });
    return { ended: sessionIds.length };
  });
}
