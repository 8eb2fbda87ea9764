import type { GenerationEnd, GenerationOptions, NewMessage, Ownership } from "@procode/core";
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
  { start = true, options = null }: { start?: boolean; options?: GenerationOptions | null } = {},
): Promise<Answer> {
  const { store, ids, clock } = subject;
  const conversationId = await newConversation(subject, userId);
  const generationId = ids.next();
  const messageId = await newMessage(subject, userId, {
    conversationId,
    role: "assistant",
    status: "answering",
    text: "",
    generationId,
  });
  const owner = { workerId, fence: 1 };
  await store.asUser(userId, async (tx) => {
    await tx.generations.append({
      id: generationId,
      conversationId,
      messageId,
      model: "test/model",
      workerId,
      options,
      at: clock.now(),
    });
    if (start) await tx.generations.start(generationId, owner, clock.now());
  });
  return { userId, conversationId, messageId, generationId, owner };
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

export async function finish(
  { store }: StoreUnderTest,
  { userId, generationId, owner }: Answer,
  end: GenerationEnd,
): Promise<boolean> {
  return store.asUser(userId, (tx) => tx.generations.finish(generationId, owner, end));
}
