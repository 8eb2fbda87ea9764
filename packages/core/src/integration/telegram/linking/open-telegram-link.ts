import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { LimitRule } from "../../../ports/limits.ts";
import type { StoredTelegramLink, StoredTelegramPerson, TelegramChatRef } from "../telegram-repository.ts";
import { cleanTelegramPerson } from "./clean-telegram-person.ts";
import { hashLinkToken, isLinkToken } from "./link-token.ts";

/** Tries of one chat to open a link, whoever made it. A success gives them all back. */
const TELEGRAM_LINK_TRIES: LimitRule = { name: "telegram-link", points: 5, perSeconds: 3_600 };

export type OpenedTelegramLink =
  /** It waits for its maker to confirm; the chat knows whose account it is about to join. */
  | { kind: "opened"; accountName: string }
  /** Unknown, expired, used, replaced or another bot's: alike, so that nothing is learnt by trying. */
  | { kind: "over" }
  | { kind: "chat-connected" }
  | { kind: "too-many-tries"; retryAfterSeconds: number };

/**
 * PROCODE itself, for whoever pressed Start with a token in a private chat. Opening connects nothing: the link's maker
 * must confirm the name on the web. The same person in the same chat may open it again while it waits.
 */
export async function openTelegramLink(
  ctx: Context,
  { botId, chatId, person, token }: TelegramChatRef & { person: StoredTelegramPerson; token: string },
): Promise<OpenedTelegramLink> {
  requireJob(ctx.actor);
  const chat = { botId, chatId };
  const { allowed, retryAfterSeconds } = await ctx.limits.take(TELEGRAM_LINK_TRIES, keyOf(chat));
  if (!allowed) return { kind: "too-many-tries", retryAfterSeconds };
  const now = ctx.clock.now();
  const opened = await ctx.store.asSystem(async (tx): Promise<StoredTelegramLink | "chat-connected" | null> => {
    if (await tx.telegram.findConnection(chat)) return "chat-connected";
    if (!isLinkToken(token)) return null;
    const link = await tx.telegram.findLink(hashLinkToken(token));
    if (link?.botId !== botId || link.expiresAt <= now) return null;
    if (isOpenedBy(link, chatId, person)) return link;
    const isOpened = await tx.telegram.openLink(
      { userId: link.userId, id: link.id, now },
      { chatId, person: cleanTelegramPerson(person) },
    );
    return isOpened ? link : null;
  });
  if (opened === "chat-connected") return { kind: "chat-connected" };
  if (!opened) return { kind: "over" };
  await ctx.limits.reset(TELEGRAM_LINK_TRIES, keyOf(chat));
  const { name } = await ctx.store.asUser(opened.userId, (tx) => tx.users.getAccount());
  return { kind: "opened", accountName: name };
}

const keyOf = ({ botId, chatId }: TelegramChatRef): string => `${botId}:${chatId}`;

// An update that is worked through twice, or a second press of Start, finds its link opened by itself.
const isOpenedBy = (link: StoredTelegramLink, chatId: number, person: StoredTelegramPerson): boolean =>
  link.state === "opened" && link.chatId === chatId && link.openedBy?.telegramUserId === person.telegramUserId;
