import type { ApiKey } from "@procode/contracts";
import { requireSession } from "../actor.ts";
import type { Context } from "../context.ts";

/** The person, signed in: their keys that were not revoked, newest first. Never the keys themselves. */
export async function listApiKeys(ctx: Context): Promise<ApiKey[]> {
  const userId = requireSession(ctx.actor);
  return ctx.store.asUser(userId, (tx) => tx.apiKeys.list());
}
