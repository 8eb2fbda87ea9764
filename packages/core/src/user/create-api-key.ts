import { API_KEY_PREFIX, type CreateApiKeyInput, type NewApiKey } from "@procode/contracts";
import { requireSession } from "../actor.ts";
import type { Context } from "../context.ts";
import { ProcodeError } from "../procode-error.ts";
import { hashApiKey } from "./hash-api-key.ts";

const KEY_BYTES = 32;
const HINT_CHARACTERS = 7;
const MOST_KEYS = 20;
const DAY_MS = 86_400_000;

/**
 * The person, signed in: makes a key for code, which is shown this once and kept as a hash. Throws INVALID
 * too-many-keys when twenty of theirs are living.
 */
export async function createApiKey(ctx: Context, input: CreateApiKeyInput): Promise<NewApiKey> {
  const userId = requireSession(ctx.actor);
  const now = ctx.clock.now();
  const id = ctx.ids.next();
  const key = `${API_KEY_PREFIX}${ctx.ids.secret(KEY_BYTES)}`;
  const scopes = [...new Set(input.scopes)];
  const expiresAt = input.expiresInDays ? new Date(now.getTime() + input.expiresInDays * DAY_MS) : null;
  const created = await ctx.store.asUser(userId, async (tx) => {
    // First, since it makes whoever creates one at the same moment wait: no two both see the nineteenth key.
    await tx.events.append({ type: "ApiKeyCreated", payload: { userId, keyId: id } });
    const living = (await tx.apiKeys.list()).filter((known) => known.expiresAt === null || known.expiresAt > now);
    if (living.length >= MOST_KEYS) throw tooManyKeys();
    const hint = `${key.slice(0, HINT_CHARACTERS)}…`;
    const stored = await tx.apiKeys.append({ id, name: input.name, hint, keyHash: hashApiKey(key), scopes, expiresAt });
    await tx.audit.append({
      action: "api-key-created",
      address: ctx.client.address,
      details: { keyId: id, scopes: scopes.join(" ") },
    });
    return stored;
  });
  return { ...created, key };
}

const tooManyKeys = () =>
  new ProcodeError(
    "INVALID",
    `You have ${MOST_KEYS} keys, and more can not be told apart. Revoke one you no longer use.`,
    {
      reason: "too-many-keys",
    },
  );
