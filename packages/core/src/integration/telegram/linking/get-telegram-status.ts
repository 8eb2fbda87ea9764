import type { TelegramConnection, TelegramLink, TelegramStatus } from "@procode/contracts";
import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { UserStore } from "../../../ports/store.ts";
import type { StoredTelegramConnection, StoredTelegramLink } from "../telegram-repository.ts";

/** The person: whether their account is connected to Telegram, and the link that is under way. */
export async function getTelegramStatus(ctx: Context): Promise<TelegramStatus> {
  const userId = requireUser(ctx.actor);
  return ctx.store.asUser(userId, (tx) => readTelegramStatus(tx, ctx.clock.now()));
}

/** The status within a transaction that may just have changed it. */
export async function readTelegramStatus(tx: UserStore, now: Date): Promise<TelegramStatus> {
  const bot = await tx.telegram.findBot();
  const connection = await tx.telegram.findConnection();
  const link = connection ? null : await tx.telegram.findNewestLink();
  const botUsername =
    !connection || connection.botId === bot?.botId
      ? bot?.username
      : (await tx.telegram.findBot(connection.botId))?.username;
  return {
    bot: bot && { username: bot.username, name: bot.name, openUrl: bot.openUrl },
    connection: connection && asConnection(connection, botUsername ?? ""),
    link: link && asLink(link, now),
  };
}

function asConnection(stored: StoredTelegramConnection, botUsername: string): TelegramConnection {
  const { state, reason, connectedAt, showReceipt, person } = stored;
  const { name, username } = person;
  return { person: { name, username }, botUsername, state, reason, connectedAt, showReceipt };
}

// A link that led to a connection, or gave way to a newer one, is used up and no news to anybody.
function asLink(stored: StoredTelegramLink, now: Date): TelegramLink | null {
  const { id, state, createdAt, expiresAt, openedAt, openedBy } = stored;
  if (state === "replaced" || state === "connected") return null;
  const isOver = state !== "refused" && expiresAt <= now;
  return {
    id,
    state: isOver ? "expired" : state,
    createdAt,
    expiresAt,
    openedAt,
    openedBy: openedBy && { name: openedBy.name, username: openedBy.username },
  };
}
