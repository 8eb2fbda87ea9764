import type { Session } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";

/** The person: where they are signed in. */
export async function listSessions(ctx: Context): Promise<Session[]> {
  const userId = requireUser(ctx.actor);
  const own = ctx.actor.kind === "user" ? ctx.actor.sessionId : null;
  const sessions = await ctx.store.asUser(userId, (tx) => tx.sessions.list());
  return sessions.map((session) => ({ ...session, current: session.id === own }));
}
