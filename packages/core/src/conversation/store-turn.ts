import type { Channel, Conversation, DomainEventBody, Model, UserSettings } from "@procode/contracts";
import type { Context } from "../context.ts";
import type { GenerationOptions } from "./generation-repository.ts";
import type { NewMessage } from "./message-repository.ts";
import { selectModel } from "./select-model.ts";
import type { UserStore } from "../ports/store.ts";
import { readPromptFacts } from "./prompt-facts.ts";
import type { BegunAnswer, NewPlace } from "./send-once.ts";

type Turn = NewPlace & {
  conversation: Conversation;
  /** The message before this turn. */
  parentId: string | null;
  clientId: string;
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
  /** The message that it answers, where that is new as well. */
  question?: NewMessage;
  event: DomainEventBody;
};

/** Stores a message of the person, MessageSent, and the answer that is about to be written; ends the transaction. */
export function storeTurn(ctx: Context, tx: UserStore, turn: Turn & { userId: string }): Promise<BegunAnswer> {
  const { conversation, userId } = turn;
  const messageId = ctx.ids.next();
  const channel = channelOf(ctx);
  return storeAnswer(ctx, tx, {
    ...turn,
    parentId: messageId,
    clientId: null,
    question: {
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
    },
    event: { type: "MessageSent", payload: { conversationId: conversation.id, messageId, userId, channel } },
  });
}

/** Stores an answer to `parentId` that is about to be written, as the end of the shown branch; ends the transaction. */
export async function storeAnswer(ctx: Context, tx: UserStore, answer: NewAnswer): Promise<BegunAnswer> {
  const { conversation, parentId, askedModel, generationId, question, kept } = answer;
  const model = selectModel(answer.models, {
    asked: askedModel,
    conversation: answer.firstModel ?? conversation.model,
    preferred: answer.settings.preferredModel,
  });
  const at = ctx.clock.now();
  const channel = channelOf(ctx);
  const answerId = ctx.ids.next();
  const message: NewMessage = {
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
  };
  const reading = readPromptFacts(tx, question ? question.parentId : parentId, kept);
  const storing = tx.generations.append({
    messages: question ? [question, message] : [message],
    generation: {
      id: generationId,
      conversationId: conversation.id,
      messageId: answerId,
      model: model.id,
      workerId: ctx.worker.id,
      options: answer.options ?? null,
      at,
    },
    shown: {
      activeLeafId: answerId,
      activeAt: at,
      channel,
      ...(askedModel === undefined ? {} : { model: model.id }),
    },
    event: answer.event,
  });
  tx.seal();
  const [{ path, context }, generation] = await Promise.all([reading, storing]);
  const history = question ? [...path, question] : path;
  const sent = { conversationId: conversation.id, messageId: parentId, answerId, generationId };
  return { sent, generation, facts: { history, channel, context, kept } };
}

/** The channel that an actor writes through. */
export function channelOf({ actor }: Context): Channel {
  if (actor.kind === "channel") return actor.channel;
  return actor.kind === "apiKey" ? "api" : "web";
}
