import type { ConfirmTelegramLinkInput, Conversation, TelegramStatus } from "@procode/contracts";
import { requireSession } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { notFound, ProcodeError } from "../../../procode-error.ts";
import type { StoredTelegramLink } from "../telegram-repository.ts";
import { alreadyConnected } from "./create-telegram-link.ts";
import { readTelegramStatus } from "./get-telegram-status.ts";
import { noticeTo } from "./notice-to.ts";

/**
 * The person, signed in on the web, for a link of their own that somebody opened: the chat becomes theirs, is greeted,
 * and goes on with their newest conversation. Throws NOT_FOUND for a link that is not theirs, CONFLICT link-over,
 * CONFLICT chat-connected when the chat belongs to somebody meanwhile, CONFLICT already-exists when they have a chat.
 */
export async function confirmTelegramLink(ctx: Context, { linkId }: ConfirmTelegramLinkInput): Promise<TelegramStatus> {
  const userId = requireSession(ctx.actor);
  const now = ctx.clock.now();
  return ctx.store.asUser(userId, async (tx) => {
    const link = await tx.telegram.lockLink(linkId);
    if (!link) throw notFound("link");
    const connection = await tx.telegram.findConnection();
    // The button pressed twice, or a call whose answer was lost.
    if (link.state === "connected" && connection?.chatId === link.chatId) return readTelegramStatus(tx, now);
    if (connection) throw alreadyConnected();
    const { chat, person } = openedIn(link, now);
    const conversation = await tx.conversations.findNewest();
    const isConnected = await tx.telegram.connect({
      ...chat,
      person,
      conversationId: conversation?.id ?? null,
      showReceipt: true,
      connectedAt: now,
    });
    if (!isConnected) throw chatConnected();
    await tx.telegram.closeLink(linkId, "connected");
    const { name } = await tx.users.getAccount();
    await tx.telegram.queue([noticeTo(chat, `link:${linkId}`, welcome(name, conversation))]);
    await tx.events.append({ type: "TelegramConnected", payload: { userId } });
    await tx.audit.append({
      action: "telegram-connected",
      address: ctx.client.address,
      details: { telegramUserId: String(person.telegramUserId) },
    });
    return readTelegramStatus(tx, now);
  });
}

/** The chat and the person who opened the link. Throws CONFLICT link-over unless it waits for its maker. */
function openedIn(link: StoredTelegramLink, now: Date) {
  const { state, botId, chatId, openedBy: person, expiresAt } = link;
  if (state !== "opened" || chatId === null || person === null || expiresAt <= now) throw linkOver();
  return { chat: { botId, chatId }, person };
}

export const linkOver = (): ProcodeError =>
  new ProcodeError(
    "CONFLICT",
    "This link is over: it was used, replaced or is older than ten minutes. Make a new one and open it in Telegram.",
    { reason: "link-over" },
  );

const chatConnected = (): ProcodeError =>
  new ProcodeError(
    "CONFLICT",
    "This Telegram chat is connected to an account already. Send /unlink there first, then make a new link.",
    { reason: "chat-connected" },
  );

function welcome(accountName: string, conversation: Conversation | null): string {
  const next = conversation
    ? `Your next message goes on with “${conversation.title}”.`
    : "Your next message begins your first conversation.";
  return [
    `This chat now belongs to the PROCODE account of ${accountName}. What you write here stands on the web too.`,
    next,
    "/new begins another conversation, /conversations lists yours, /help tells the rest.",
  ].join("\n\n");
}
