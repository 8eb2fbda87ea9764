import type { ReadProactiveInput } from "@procode/contracts";
import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { notFound } from "../../../procode-error.ts";

/**
 * The person, who saw a message that came in PROCODE, on its page or in the conversation where it stands under this id. Of one that
 * went another way nobody can know that it was read, so it stays as it is; doing it twice changes nothing. Throws NOT_FOUND.
 */
export async function readProactive(ctx: Context, { messageId }: ReadProactiveInput): Promise<void> {
  const userId = requireUser(ctx.actor);
  await ctx.store.asUser(userId, async (tx) => {
    const message = await tx.proactive.findByMessage(messageId);
    if (!message) throw notFound("message");
    if (message.state !== "sent" || message.channel !== "web") return;
    await tx.proactive.move(message.id, "read", "You saw it in PROCODE.");
    await tx.events.append({ type: "ProactiveChanged", payload: { userId, messageId: message.id } });
  });
}
