import type { TelegramStatus, UpdateTelegramInput } from "@procode/contracts";
import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { notFound } from "../../../procode-error.ts";
import { readTelegramStatus } from "./get-telegram-status.ts";

/** The person: how answers look in their connected chat. Throws NOT_FOUND when none is connected. */
export async function updateTelegram(ctx: Context, { showReceipt }: UpdateTelegramInput): Promise<TelegramStatus> {
  const userId = requireUser(ctx.actor);
  return ctx.store.asUser(userId, async (tx) => {
    if (!(await tx.telegram.updateConnection({ showReceipt }))) throw notFound("Telegram chat");
    await tx.events.append({ type: "UserSettingsUpdated", payload: { userId, changes: ["telegram.showReceipt"] } });
    return readTelegramStatus(tx, ctx.clock.now());
  });
}
