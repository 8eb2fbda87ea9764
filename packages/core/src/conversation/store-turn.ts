import type { Channel, Conversation, Model, UserSettings } from "@procode/contracts";
import type { Context } from "../context.ts";
import type { GenerationOptions } from "./generation-repository.ts";
import { selectModel } from "./select-model.ts";
import type { UserStore } from "../ports/store.ts";
import type { BegunAnswer } from "./send-once.ts";

type Turn = {
  conversation: Conversation;
  /** The message before this turn. */
  parentId: string | null;
  clientId: string;
  generationId: string;
  text: string;
  /** Asked for with this very message; the conversation then keeps it. */
  askedModel: string | undefined;
  models: readonly Model[];
  settings: UserSettings;
  options?: GenerationOptions | undefined;
};
type NewAnswer = Omit<Turn, "parentId" | "clientId" | "text"> & {
  parentId: string;
  clientId: string | null;
  firstModel?: string | undefined;
};

/** Stores a message of the person, MessageSent, and the answer that is about to be written. */
export async function storeTurn(ctx: Context, tx: UserStore, turn: Turn & { userId: string }): Promise<BegunAnswer> {
  const { conversation, userId } = turn;
  const messageId = ctx.ids.next();
  const channel = channelOf(ctx);
  const message = tx.messages.append({
    id: messageId,
    conversationId: conversation.id,
    parentId: turn.parentId,
    clientId: turn.clientId,
    role: "user",
    status: "complete",
    channel,
    text: turn.text,
    generationId: null,
    at: ctx.clock.now(),
  });
  const answer = storeAnswer(ctx, tx, { ...turn, parentId: messageId, clientId: null });
  const event = tx.events.append({
    type: "MessageSent",
    payload: { conversationId: conversation.id, messageId, userId, channel },
  });
  const [begun] = await Promise.all([answer, message, event]);
  return begun;
}

/** Stores an answer to `parentId` that is about to be written, and makes it the end of the shown branch. */
export async function storeAnswer(ctx: Context, tx: UserStore, answer: NewAnswer): Promise<BegunAnswer> {
  const { conversation, parentId, askedModel, generationId } = answer;
  const model = selectModel(answer.models, {
    asked: askedModel,
    conversation: answer.firstModel ?? conversation.model,
    preferred: answer.settings.preferredModel,
  });
  const at = ctx.clock.now();
  const channel = channelOf(ctx);
  const answerId = ctx.ids.next();
  const message = tx.messages.append({
    id: answerId,
    conversationId: conversation.id,
    parentId,
    clientId: answer.clientId,
    role: "assistant",
    status: "answering",
    channel,
    text: "",
    generationId,
    at,
  });
  const appended = tx.generations.append({
    id: generationId,
    conversationId: conversation.id,
    messageId: answerId,
    model: model.id,
    workerId: ctx.worker.id,
    options: answer.options ?? null,
    at,
  });
  const shown = tx.conversations.update(conversation.id, {
    activeLeafId: answerId,
    activeAt: at,
    channel,
    ...(askedModel === undefined ? {} : { model: model.id }),
  });
  const [generation] = await Promise.all([appended, message, shown]);
  return { sent: { conversationId: conversation.id, messageId: parentId, answerId, generationId }, generation };
}

/** The channel that an actor writes through. */
export function channelOf({ actor }: Context): Channel {
  if (actor.kind === "channel") return actor.channel;
  return actor.kind === "apiKey" ? "api" : "web";
}
