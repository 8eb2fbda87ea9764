import type { Conversation, SendMessageInput, SentMessage } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { beginConversation } from "./begin-conversation.ts";
import { loadCatalogue } from "./model-catalogue.ts";
import type { UserStore } from "../ports/store.ts";
import { notFound } from "../procode-error.ts";
import { openConversation } from "./open-conversation.ts";
import { sendOnce } from "./send-once.ts";
import { storeTurn } from "./store-turn.ts";

/**
 * The person, in their own conversation. Stores the message, MessageSent and the generation in one transaction and
 * returns at once; the answer is written outside the request. The same `clientId` again returns the same ids.
 * Throws NOT_FOUND for a conversation or parent that is not theirs, INVALID unknown-model.
 */
export async function sendMessage(ctx: Context, input: SendMessageInput): Promise<SentMessage> {
  const userId = requireUser(ctx.actor);
  const { models } = await loadCatalogue(ctx);
  const { clientId, conversationId, text, model: askedModel } = input;
  return sendOnce(ctx, clientId, async (tx, place) => {
    const [opened, settings] = await Promise.all([
      conversationId ? openConversation(tx, conversationId) : null,
      tx.users.getSettings(),
    ]);
    const conversation = opened ?? (await beginConversation(ctx, tx, { text, model: askedModel ?? null }));
    const parentId = await findParent(tx, conversation, input.parentId);
    const turn = { userId, conversation, parentId, clientId, text, askedModel, models, settings, ...place };
    return storeTurn(ctx, tx, turn);
  });
}

async function findParent(
  tx: UserStore,
  conversation: Conversation,
  parentId: string | undefined,
): Promise<string | null> {
  if (!parentId) return conversation.activeLeafId;
  const parent = await tx.messages.findById(parentId);
  if (parent?.conversationId !== conversation.id) throw notFound("message");
  return parent.id;
}
