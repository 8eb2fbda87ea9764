import type { ConversationPage, ListConversationsInput } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";

/** The person: their own conversations, pinned first, then by newest activity. */
export async function listConversations(
  ctx: Context,
  { archived, query, cursor, limit }: ListConversationsInput,
): Promise<ConversationPage> {
  const userId = requireUser(ctx.actor);
  return ctx.store.asUser(userId, (tx) =>
    tx.conversations.list({ archived, limit, ...(query ? { query } : {}), ...(cursor ? { cursor } : {}) }),
  );
}
