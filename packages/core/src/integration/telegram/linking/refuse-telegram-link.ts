import type { RefuseTelegramLinkInput, TelegramStatus } from "@procode/contracts";
import { requireSession } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { notFound } from "../../../procode-error.ts";
import { linkOver } from "./confirm-telegram-link.ts";
import { readTelegramStatus } from "./get-telegram-status.ts";
import { noticeTo } from "./notice-to.ts";

/**
 * The person, signed in on the web, for a link of their own that somebody else opened: nothing is connected, and that
 * chat is told so. Throws NOT_FOUND for a link that is not theirs, CONFLICT link-over unless it was opened.
 */
export async function refuseTelegramLink(ctx: Context, { linkId }: RefuseTelegramLinkInput): Promise<TelegramStatus> {
  const userId = requireSession(ctx.actor);
  return ctx.store.asUser(userId, async (tx) => {
    const link = await tx.telegram.lockLink(linkId);
    if (!link) throw notFound("link");
    if (link.state === "opened" && link.chatId !== null) {
      await tx.telegram.closeLink(linkId, "refused");
      const { botId, chatId } = link;
      await tx.telegram.queue([noticeTo({ botId, chatId }, `refused:${linkId}`, REFUSED)]);
      await tx.audit.append({ action: "telegram-link-refused", address: ctx.client.address });
    } else if (link.state !== "refused") throw linkOver();
    return readTelegramStatus(tx, ctx.clock.now());
  });
}

const REFUSED =
  "The link was not confirmed on the web, so this chat is not connected to any account. If it was yours, open Telegram in PROCODE on the web and make a new link.";
