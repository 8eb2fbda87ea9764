import type { UserContext } from "@procode/contracts";
import type { Context } from "../context.ts";
import type { UserStore } from "../ports/store.ts";

const TTL_SECONDS = 3_600;
type Kept = { profile: UserContext["profile"]; version: number; updatedAt: string | null };

export const contextKey = (userId: string) => `user:${userId}:context`;

/** The context of a person, from the cache only while its version is the stored one: what was forgotten never comes back. */
export async function loadContext(ctx: Context, tx: UserStore, userId: string): Promise<UserContext> {
  const version = await tx.users.getContextVersion();
  const kept = await ctx.cache.get<Kept>(contextKey(userId));
  if (kept?.version === version)
    return { ...kept, updatedAt: kept.updatedAt === null ? null : new Date(kept.updatedAt) };
  const context = await tx.users.getContext();
  await keepContext(ctx, userId, context);
  return context;
}

export async function keepContext(
  ctx: Context,
  userId: string,
  { profile, version, updatedAt }: UserContext,
): Promise<void> {
  const kept: Kept = { profile, version, updatedAt: updatedAt?.toISOString() ?? null };
  await ctx.cache.set(contextKey(userId), kept, TTL_SECONDS);
}
