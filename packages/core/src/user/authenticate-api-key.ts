import { API_KEY_PREFIX } from "@procode/contracts";
import type { Actor } from "../actor.ts";
import type { Context } from "../context.ts";
import { ProcodeError } from "../procode-error.ts";
import { hashApiKey } from "./hash-api-key.ts";
import { API_KEY_PER_ADDRESS } from "./limits-of-accounts.ts";
import { takeOrRefuse } from "./take-or-refuse.ts";

const MINUTE_MS = 60_000;
const SHAPE = new RegExp(`^${API_KEY_PREFIX}[\\w-]{43}$`);

/**
 * The door, for a key that came with a request: whose it is, and what it may do. Holds at the next request after a key
 * was revoked or expired. Throws UNAUTHENTICATED not-signed-in, and LIMITED too-many-tries for an address that sends
 * wrong ones; a right key is never held up by the wrong ones of a neighbour.
 */
export async function authenticateApiKey(ctx: Context, key: string): Promise<Actor> {
  const now = ctx.clock.now();
  const found = SHAPE.test(key) ? await ctx.store.lookUp((tx) => tx.apiKeys.findActive(hashApiKey(key), now)) : null;
  if (!found) {
    await takeOrRefuse(ctx, [[API_KEY_PER_ADDRESS, ctx.client.address]]);
    throw wrongKey();
  }
  const { userId, keyId, scopes, lastUsedAt } = found;
  const minute = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
  if (!lastUsedAt || lastUsedAt < minute) await markUsed(ctx, userId, keyId, minute);
  return { kind: "apiKey", userId, keyId, scopes };
}

// When a key was last used is good to know, and no reason to refuse a request.
async function markUsed(ctx: Context, userId: string, keyId: string, at: Date): Promise<void> {
  try {
    await ctx.store.asSystem((tx) => tx.apiKeys.markUsed(userId, keyId, at));
  } catch (error) {
    ctx.log.warn("the use of a key could not be noted", { keyId, error });
  }
}

const wrongKey = () =>
  new ProcodeError(
    "UNAUTHENTICATED",
    "This API key is not valid: it is unknown, was revoked or has expired. Nothing was changed; make a new one in Settings.",
    { reason: "not-signed-in" },
  );
