import type { RevokeApiKeyInput } from "@procode/contracts";
import { requireSession } from "../actor.ts";
import type { Context } from "../context.ts";
import { notFound } from "../procode-error.ts";

/** The person, signed in: a key of theirs ends at its next request. Throws NOT_FOUND when it was not living. */
export async function revokeApiKey(ctx: Context, { keyId }: RevokeApiKeyInput): Promise<void> {
  const userId = requireSession(ctx.actor);
  await ctx.store.asUser(userId, async (tx) => {
    if (!(await tx.apiKeys.revoke(keyId))) throw notFound("key");
    await tx.audit.append({ action: "api-key-revoked", address: ctx.client.address, details: { keyId } });
    await tx.events.append({ type: "ApiKeyRevoked", payload: { userId, keyId } });
  });
}
