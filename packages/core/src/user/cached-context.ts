import type { UserContext } from "@procode/contracts";
import type { Context } from "../context.ts";
import type { UserStore } from "../ports/store.ts";

const TTL_SECONDS = 3_600;
type Kept = { profile: UserContext["profile"]; version: number; updatedAt: string | null };

export const contextKey = (userId: string) => `user:${userId}:context`;

/** The context of a person as the cache has it, which may be far away: asked before the transaction that reads. */
export async function recallContext(ctx: Context, userId: string): Promise<UserContext | null> {
  const kept = await ctx.cache.get<Kept>(contextKey(userId));
  return kept && { ...kept, updatedAt: kept.updatedAt === null ? null : new Date(kept.updatedAt) };
}

/**
 * The context of a person, the cached one only while its version is the stored one: what was forgotten never comes back.
 * Another one is for the caller to keep, after the transaction.
 */
export async function readContext(tx: UserStore, cached: UserContext | null): Promise<UserContext> {
  if (!cached) return tx.users.getContext();
  return (await tx.users.findContextBeside(cached.version)) ?? cached;
}

export async function keepContext(
  ctx: Context,
  userId: string,
  { profile, version, updatedAt }: UserContext,
): Promise<void> {
  const kept: Kept = { profile, version, updatedAt: updatedAt?.toISOString() ?? null };
  await ctx.cache.set(contextKey(userId), kept, TTL_SECONDS);
}
