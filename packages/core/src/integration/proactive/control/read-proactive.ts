import type { ProactiveIdInput } from "@procode/contracts";
import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { notFound } from "../../../procode-error.ts";

/**
 * The person, who saw a message in the web inbox. Of one on Telegram nobody can know that it was read, so it stays as it is; doing it
 * twice changes nothing. Throws NOT_FOUND.
 */
export async function readProactive(ctx: Context, { id }: ProactiveIdInput): Promise<void> {
  const userId = requireUser(ctx.actor);
  await ctx.store.asUser(userId, async (tx) => {
    const message = await tx.proactive.findById(id);
    if (!message) throw notFound("message");
    if (message.state !== "sent" || message.channel !== "web") return;
    await tx.proactive.move(id, "read", "You saw it in the web inbox.");
    await tx.events.append({ type: "ProactiveChanged", payload: { userId, messageId: id } });
  });
}
