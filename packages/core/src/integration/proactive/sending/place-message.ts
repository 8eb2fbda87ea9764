import type { Conversation, ProactiveChannel } from "@procode/contracts";
import type { Context } from "../../../context.ts";
import type { UserStore } from "../../../ports/store.ts";
import type { StoredTelegramConnection } from "../../telegram/telegram-repository.ts";
import type { StoredProactiveMessage } from "../ledger/proactive-repository.ts";

type Placing = {
  message: StoredProactiveMessage;
  channel: ProactiveChannel;
  connection: StoredTelegramConnection | null;
  now: Date;
};
export type Place = { conversationId: string; messageId: string };

/**
 * Puts it into a conversation as something that PROCODE said, so that whoever answers it, wherever, goes on with its context:
 * the one that goes on in Telegram, else a new one. Null while an answer is being written there. One that stands there already
 * from an earlier attempt stays where it is.
 */
export async function placeMessage(ctx: Context, tx: UserStore, placing: Placing): Promise<Place | null> {
  const { message, channel, connection, now: at } = placing;
  const { conversationId, messageId: placed } = message;
  if (conversationId !== null && placed !== null) return { conversationId, messageId: placed };
  const shownOn = channel === "telegram" ? "telegram" : "web";
  const going = channel === "telegram" ? await findGoing(tx, connection) : null;
  if (going && (await tx.generations.listRunning(going.id)).length > 0) return null;
  const conversation = going ?? (await begin(ctx, tx, placing));
  const id = ctx.ids.next();
  await tx.messages.append({
    ...{ id, conversationId: conversation.id, parentId: conversation.activeLeafId, clientId: null, generationId: null },
    ...{ role: "assistant", status: "complete", channel: shownOn, text: message.text, at },
  });
  await tx.conversations.update(conversation.id, { activeLeafId: id, activeAt: at, channel: shownOn });
  return { conversationId: conversation.id, messageId: id };
}

async function findGoing(tx: UserStore, connection: StoredTelegramConnection | null): Promise<Conversation | null> {
  if (!connection?.conversationId) return null;
  // What is sent there at this moment comes before it, and is not hidden by it.
  const found = await tx.conversations.lock(connection.conversationId);
  return found && found.removedAt === null ? found : null;
}

async function begin(ctx: Context, tx: UserStore, { message, channel, now: at }: Placing): Promise<Conversation> {
  const shownOn = channel === "telegram" ? "telegram" : "web";
  const id = ctx.ids.next();
  const conversation = await tx.conversations.append({ id, title: message.topic, model: null, channel: shownOn, at });
  await tx.events.append({ type: "ConversationCreated", payload: { conversationId: id, channel: shownOn } });
  if (channel === "telegram") await tx.telegram.updateConnection({ conversationId: id });
  return conversation;
}
