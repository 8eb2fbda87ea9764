import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { TelegramChatRef } from "../telegram-repository.ts";
import { findTelegramConnection } from "./find-telegram-connection.ts";

/** PROCODE itself, when a person who had blocked the bot pressed Start again: their chat is taken up. False when it was not blocked. */
export async function reactivateTelegram(ctx: Context, chat: TelegramChatRef): Promise<boolean> {
  requireJob(ctx.actor);
  const connection = await findTelegramConnection(ctx, chat);
  if (connection?.state !== "blocked") return false;
  const { userId } = connection;
  return ctx.store.asUser(userId, async (tx) => {
    if (!(await tx.telegram.updateConnection({ state: "active", reason: null }))) return false;
    await tx.events.append({ type: "TelegramConnected", payload: { userId } });
    return true;
  });
}
