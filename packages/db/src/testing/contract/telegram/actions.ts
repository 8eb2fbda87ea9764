import type { NewTelegramSend, TelegramOwner, TelegramSend, TelegramWork } from "@procode/core";
import type { StoreUnderTest } from "../../store-contract.ts";
import { newConversation, newMessage, newPerson } from "../actions.ts";

export const LOST = "the process died";
export const UNLINKED = "unlinked meanwhile";

let numbers = 0;
/** A number that no other test uses, as id of a bot, a chat, an update or a person in Telegram. */
export const nextNumber = (): number => 6_000_000_000 + ++numbers;

/** A process that lives for `leaseSeconds`. */
export async function newWorker({ store, ids }: StoreUnderTest, leaseSeconds = 10): Promise<string> {
  const id = ids.next();
  await store.asSystem((tx) => tx.generations.heartbeat(id, leaseSeconds));
  return id;
}

export const updateOf = (chatId: number | null, change: { updateId?: number; ignore?: string } = {}) => ({
  ...{ updateId: change.updateId ?? nextNumber(), chatId, kind: "message" },
  ...{ payload: { text: "words" }, ignore: change.ignore ?? null },
});

export const sendTo = (
  { botId, chatId }: { botId: number; chatId: number },
  change: Partial<NewTelegramSend> = {},
): NewTelegramSend => ({
  ...{ botId, chatId, dedupeKey: `key ${nextNumber()}`, answer: null, part: 1, parts: 1 },
  body: { text: "Hello", entities: [{ type: "bold", offset: 0, length: 5 }] },
  ...change,
});

/** A bot with one chat that has sent one message, and its owner. */
export async function ownedChat(
  subject: StoreUnderTest,
  payload: unknown = { text: "words" },
): Promise<TelegramOwner & { updateId: number }> {
  const { store } = subject;
  const [botId, chatId, updateId, workerId] = [nextNumber(), nextNumber(), nextNumber(), await newWorker(subject)];
  await store.asSystem((tx) => tx.telegram.receive(botId, [{ ...updateOf(chatId, { updateId }), payload }]));
  const [owner] = await claim(subject, botId, workerId);
  if (!owner) throw new Error("The chat was not claimed.");
  return { ...owner, updateId };
}

/** The same with the chat connected to a new person, for whom an answer to Telegram stands in a conversation. */
export async function connectedChat(subject: StoreUnderTest) {
  const { store, clock } = subject;
  const owner = await ownedChat(subject);
  const userId = await newPerson(subject);
  const connection = {
    ...{ botId: owner.botId, chatId: owner.chatId, conversationId: null, showReceipt: true, connectedAt: clock.now() },
    person: { telegramUserId: owner.chatId, username: "ada", name: "Ada" },
  };
  await store.asUser(userId, (tx) => tx.telegram.connect(connection));
  const conversationId = await newConversation(subject, userId);
  const messageId = await newMessage(subject, userId, { conversationId, role: "assistant", channel: "telegram" });
  return { owner, userId, connection, answer: { conversationId, messageId } };
}

export async function claim({ store }: StoreUnderTest, botId: number, workerId: string, limit = 100) {
  const { owners } = await store.asSystem((tx) => tx.telegram.claimChats({ botId, workerId, limit, lostReason: LOST }));
  return owners;
}

export async function nextWork({ store }: StoreUnderTest, owner: TelegramOwner): Promise<TelegramWork | null> {
  return (await store.asSystem((tx) => tx.telegram.nextWork(owner, LOST)))?.work ?? null;
}

/** Ends the chat's update with these sends, and returns what the store said. */
export function finishUpdate(
  { store }: StoreUnderTest,
  owner: TelegramOwner & { updateId: number },
  userId: string | null,
  sends: NewTelegramSend[],
) {
  const end = {
    updateId: owner.updateId,
    state: "done",
    reason: null,
    userId,
    sends,
    unlinkedReason: UNLINKED,
  } as const;
  return store.asSystem((tx) => tx.telegram.finishUpdate(owner, end));
}

/** The send that is next, begun. */
export async function begin(subject: StoreUnderTest, owner: TelegramOwner): Promise<TelegramSend> {
  const work = await nextWork(subject, owner);
  if (work?.kind !== "send") throw new Error(`Next is ${work?.kind}, not a send.`);
  const begun = await subject.store.asSystem((tx) => tx.telegram.beginSend(owner, work.send.id));
  if (begun.kind !== "begun") throw new Error(`The send was ${begun.kind}.`);
  return work.send;
}

export const deliveryOf = async ({ store }: StoreUnderTest, userId: string, messageId: string) =>
  (await store.asUser(userId, (tx) => tx.messages.findById(messageId)))?.delivery;
