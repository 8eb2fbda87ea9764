import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";

/** The person: what they wrote under this `clientId`; null when nothing was stored under it. */
export async function findOwnMessage(
  ctx: Context,
  { clientId }: { clientId: string },
): Promise<{ messageId: string; text: string } | null> {
  const userId = requireUser(ctx.actor);
  const message = await ctx.store.asUser(userId, (tx) => tx.messages.findByClientId(clientId));
  return message?.role === "user" ? { messageId: message.id, text: message.text } : null;
}
