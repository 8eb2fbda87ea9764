import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { NewTelegramSend } from "../telegram-repository.ts";

/** The person: what a message in their connected chat carries, by its number there, which a reply to it names; null where it carries no answer. */
export async function findTelegramAnswer(
  ctx: Context,
  { telegramMessageId }: { telegramMessageId: number },
): Promise<NewTelegramSend["answer"]> {
  const userId = requireUser(ctx.actor);
  return ctx.store.asUser(userId, async (tx) => {
    const connection = await tx.telegram.findConnection();
    return connection && tx.telegram.findAnswer({ ...connection, telegramMessageId });
  });
}
