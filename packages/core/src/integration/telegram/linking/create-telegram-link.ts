import { type NewTelegramLink, TELEGRAM_LINK_SECONDS } from "@procode/contracts";
import { requireSession } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { ProcodeError } from "../../../procode-error.ts";
import { hashLinkToken } from "./link-token.ts";

const TOKEN_BYTES = 16;

/**
 * The person, signed in on the web: a link that one Telegram chat may open once, within ten minutes. The one that
 * stood before is over. Throws UNAVAILABLE telegram-away while no bot ran yet, CONFLICT already-exists when a chat is connected.
 */
export async function createTelegramLink(ctx: Context): Promise<NewTelegramLink> {
  const userId = requireSession(ctx.actor);
  const id = ctx.ids.next();
  const token = ctx.ids.secret(TOKEN_BYTES);
  const createdAt = ctx.clock.now();
  const expiresAt = new Date(createdAt.getTime() + TELEGRAM_LINK_SECONDS * 1_000);
  return ctx.store.asUser(userId, async (tx) => {
    const bot = await tx.telegram.findBot();
    if (!bot) throw noBot();
    if (await tx.telegram.findConnection()) throw alreadyConnected();
    await tx.telegram.appendLink({ id, botId: bot.botId, tokenHash: hashLinkToken(token), createdAt, expiresAt });
    await tx.audit.append({ action: "telegram-link-created", address: ctx.client.address, details: { linkId: id } });
    return {
      link: { id, state: "waiting", createdAt, expiresAt, openedAt: null, openedBy: null },
      url: `${bot.openUrl}?start=${token}`,
      botUsername: bot.username,
    };
  });
}

export const alreadyConnected = (): ProcodeError =>
  new ProcodeError(
    "CONFLICT",
    "Your account is connected to a Telegram chat already. Unlink that one first, then make a new link.",
    { reason: "already-exists" },
  );

const noBot = (): ProcodeError =>
  new ProcodeError(
    "UNAVAILABLE",
    "No Telegram bot runs with this PROCODE yet, so there is nothing to connect to. Start the bot and try again.",
    { reason: "telegram-away" },
  );
