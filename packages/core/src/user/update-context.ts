import { PROFILE_FIELDS, Profile, type UpdateContextInput, type UserContext } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { contextKey } from "./cached-context.ts";

/**
 * The person: the named fields of their own context, as its next version. UserContextUpdated names the fields that
 * really changed, never their words; nothing changed means no new version and no event.
 */
export async function updateContext(ctx: Context, input: UpdateContextInput): Promise<UserContext> {
  const userId = requireUser(ctx.actor);
  const context = await ctx.store.asUser(userId, async (tx) => {
    const before = await tx.users.lockContext();
    const profile = Profile.parse({ ...before.profile, ...input });
    const changes = PROFILE_FIELDS.filter((field) => profile[field] !== before.profile[field]);
    if (changes.length === 0) return before;
    const after = await tx.users.saveContext(profile);
    await tx.events.append({ type: "UserContextUpdated", payload: { userId, changes, version: after.version } });
    return after;
  });
  await ctx.cache.remove(contextKey(userId));
  return context;
}
