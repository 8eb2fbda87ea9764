import type { GenerationEnd, GenerationOptions, NewMessage, NewTurn, Ownership } from "@procode/core";
import type { StoreUnderTest } from "../store-contract.ts";

/** A new person's id. */
export async function newPerson({ store, ids }: Pick<StoreUnderTest, "store" | "ids">): Promise<string> {
  const id = ids.next();
  const account = await store.asSystem((tx) => tx.accounts.create(newAccount(id)));
  if (!account) throw new Error("The account was not made.");
  return id;
}

export const newAccount = (id: string, email = `${id}@example.com`) => ({
  id,
  email,
  name: "Ada",
  passwordHash: "$argon2id$test",
  timeZone: null,
});

export async function newConversation(
  { store, ids, clock }: StoreUnderTest,
  userId: string,
  title = "Tea",
): Promise<string> {
  const id = ids.next();
  await store.asUser(userId, (tx) =>
    tx.conversations.append({ id, title, model: null, channel: "web", at: clock.now() }),
  );
  return id;
}

export async function newMessage(
  { store, ids, clock }: StoreUnderTest,
  userId: string,
  message: Partial<NewMessage> & { conversationId: string },
): Promise<string> {
  const id = message.id ?? ids.next();
  const whole: NewMessage = {
    ...{
      id,
      parentId: null,
      clientId: null,
      role: "user",
      status: "complete",
      channel: "web",
      text: "Hello",
      generationId: null,
      at: clock.now(),
    },
    ...message,
  };
  await store.asUser(userId, (tx) => tx.messages.append(whole));
  return id;
}

export type Answer = {
  userId: string;
  conversationId: string;
  messageId: string;
  generationId: string;
  owner: Ownership;
};

/** An answer that `workerId` has begun to write. */
export async function newAnswer(
  subject: StoreUnderTest,
  userId: string,
  workerId: string,
  { options = null }: { options?: GenerationOptions | null } = {},
): Promise<Answer> {
  const { store, ids } = subject;
  const conversationId = await newConversation(subject, userId);
  const [generationId, messageId] = [ids.next(), ids.next()];
  const owner = { workerId, fence: 1 };
  const place = { userId, conversationId, generationId, messageId, workerId, options };
  await store.asUser(userId, (tx) => tx.generations.append(newTurn(subject, place)));
  return { userId, conversationId, messageId, generationId, owner };
}

/** An answer without a question, about to be written. */
export function newTurn(
  { clock }: StoreUnderTest,
  {
    userId,
    conversationId,
    generationId,
    messageId,
    workerId,
    options = null,
  }: Omit<Answer, "owner"> & { workerId: string; options?: GenerationOptions | null },
): NewTurn {
  const at = clock.now();
  return {
    messages: [
      {
        ...{ id: messageId, conversationId, generationId, parentId: null, clientId: null },
        ...{ role: "assistant", status: "answering", channel: "web", text: "", at },
      },
    ],
    generation: { id: generationId, conversationId, messageId, model: "test/model", workerId, options, at },
    shown: { activeLeafId: messageId, activeAt: at, channel: "web" },
    event: { type: "MessageSent", payload: { conversationId, messageId, userId, channel: "web" } },
  };
}

export async function appendPart(
  { store }: StoreUnderTest,
  { userId, generationId, owner }: Answer,
  offset: number,
  text: string,
): Promise<string[]> {
  return store.asSystem((tx) =>
    tx.generations.appendParts([{ userId, generationId, owner, offset, text, providerId: "gen-1" }]),
  );
}

export function endOf({ clock }: StoreUnderTest, change: Partial<GenerationEnd> = {}): GenerationEnd {
  return {
    ...{
      state: "done",
      model: "test/model",
      providerId: "gen-1",
      promptTokens: 10,
      completionTokens: 20,
      costUsd: "0.001",
      costState: "reported",
    },
    ...{ firstTokenMs: 100, totalMs: 900, finishReason: "stop", failure: null, at: clock.now() },
    ...change,
  };
}

/** Whether it ended by this. */
export async function finish(
  { store }: StoreUnderTest,
  { userId, conversationId, messageId, generationId, owner }: Answer,
  end: GenerationEnd & { text?: string },
): Promise<boolean> {
  const { model, promptTokens, completionTokens, costUsd, state } = end;
  const message = await store.asUser(userId, (tx) =>
    tx.generations.finish(generationId, owner, {
      ...{ text: "", hasParts: true, ...end },
      event: {
        type: "AIResponseGenerated",
        payload: { conversationId, messageId, generationId, model, promptTokens, completionTokens, costUsd, state },
      },
    }),
  );
  return message !== null;
}
