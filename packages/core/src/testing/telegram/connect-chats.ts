import type { Services } from "../../context.ts";

/** Each of these chats of the bot 77, connected to somebody new. */
export async function connectChats(
  { store, clock }: Pick<Services, "store" | "clock">,
  chatIds: readonly number[],
  newPerson: () => Promise<string>,
): Promise<{ userId: string; chatId: number }[]> {
  const connected = [];
  for (const chatId of chatIds) {
    const userId = await newPerson();
    const person = { telegramUserId: chatId, username: null, name: "Ada" };
    const connection = { botId: 77, chatId, person, conversationId: null, showReceipt: true };
    await store.asUser(userId, (tx) => tx.telegram.connect({ ...connection, connectedAt: clock.now() }));
    connected.push({ userId, chatId });
  }
  return connected;
}
