import type { UserContext } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";

/** The person: what they told about themselves. Read past the cache, so that a form never shows an old word. */
export async function getContext(ctx: Context): Promise<UserContext> {
  const userId = requireUser(ctx.actor);
  return ctx.store.asUser(userId, (tx) => tx.users.getContext());
}
