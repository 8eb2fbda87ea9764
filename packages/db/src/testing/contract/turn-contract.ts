import type { NewMessage, NewTurn } from "@procode/core";
import { describe, expect, test } from "vitest";
import type { Subject } from "../store-contract.ts";
import { newConversation, newPerson, newTurn } from "./actions.ts";

export function turnContract(current: Subject): void {
  describe("turns", () => {
    test("a turn is stored whole or not at all: messages, answer, shown end and event", async () => {
      const { store, ids } = current();
      const userId = await newPerson(current());
      const conversationId = await newConversation(current(), userId);
      const [clientId, questionId, messageId, generationId] = [ids.next(), ids.next(), ids.next(), ids.next()];
      const place = { userId, conversationId, messageId, generationId, workerId: ids.next() };
      const { messages, ...turn } = newTurn(current(), place);
      const question: NewMessage = {
        ...{ id: questionId, conversationId, parentId: null, clientId, generationId: null },
        ...{ role: "user", status: "complete", channel: "web", text: "Hello", at: turn.generation.at },
      };
      const whole = {
        ...turn,
        messages: [question, ...messages.map((answer) => ({ ...answer, parentId: questionId }))],
      };
      const storing = (change: Partial<NewTurn> = {}) =>
        store.asUser(userId, (tx) => tx.generations.append({ ...whole, ...change }));
      const facts = async () => {
        const { last } = await store.asUser(userId, (tx) => tx.events.bounds());
        const conversation = await store.asUser(userId, (tx) => tx.conversations.findById(conversationId));
        const page = await store.asUser(userId, (tx) => tx.messages.page({ conversationId, limit: 10 }));
        return { last, shown: conversation?.activeLeafId, messages: page.messages.map(({ id }) => id) };
      };
      const { last } = await facts();
      expect(await storing()).toMatchObject({ id: generationId, state: "running", fence: 1, attempt: 1, messageId });
      const stored = { last: last + 1n, shown: messageId, messages: [messageId, questionId] };
      expect(await facts()).toEqual(stored);
      const again = { ...question, id: ids.next() };
      const refused: [Partial<NewTurn>, string][] = [
        [{ messages: [again] }, "CONFLICT"],
        [{ messages: [{ ...again, clientId: null, parentId: ids.next() }] }, "NOT_FOUND"],
        [{ messages: [{ ...again, clientId: null, conversationId: ids.next() }] }, "NOT_FOUND"],
      ];
      for (const [change, code] of refused) {
        const generation = { ...turn.generation, id: ids.next() };
        await expect(storing({ ...change, generation })).rejects.toMatchObject({ code });
      }
      expect(await facts()).toEqual(stored);
    });
  });
}
