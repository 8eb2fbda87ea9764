import type { Context } from "../context.ts";

/** The person, for the session they ask with: it ends at once. A guest is already out. */
export async function logOut(ctx: Context): Promise<void> {
  if (ctx.actor.kind !== "user") return;
  const { sessionId, userId } = ctx.actor;
  await ctx.store.asSystem(async (tx) => {
    await tx.accounts.revokeSession(sessionId);
    await tx.accounts.appendEvent(userId, { type: "SessionsRevoked", payload: { userId, sessionIds: [sessionId] } });
    await tx.accounts.appendAudit({ userId, action: "logged-out", address: ctx.client.address, details: {} });
  });
}
