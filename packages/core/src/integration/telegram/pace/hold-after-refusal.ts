import type { SystemStore } from "../../../ports/store.ts";
import type { TelegramOwner, TelegramSend } from "../telegram-desk.ts";

type Refused = { send: TelegramSend; chatWasQuiet: boolean; seconds: number };

/**
 * After a 429, which never says whose limit it was. A chat in which nothing was sent before can not be the cause, and two
 * chats are not put off at the same time by chance: then it is the bot's, else the chat's.
 */
export async function holdAfterRefusal(tx: SystemStore, owner: TelegramOwner, refused: Refused): Promise<void> {
  const { send, chatWasQuiet, seconds } = refused;
  const isOther = await tx.telegram.noteRefusal(owner, seconds);
  // Before a reply its answer was shown as drafts, which are not counted here.
  if (isOther || (send.isProactive && chatWasQuiet)) await tx.telegram.holdBot(owner.botId, seconds);
  else await tx.telegram.hold(owner, seconds);
}
