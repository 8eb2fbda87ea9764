import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Subject } from "../store-contract.ts";
import { newConversation, newMessage, newPerson } from "./actions.ts";

export function messageContract(current: Subject): void {
  describe("messages", () => {
    test("one sender's id makes one message, also when it is sent twice at the same moment", async () => {
      const { store, ids } = current();
      const userId = await newPerson(current());
      const conversationId = await newConversation(current(), userId);
      const clientId = ids.next();
      const sent = await Promise.allSettled(
        [1, 2, 3].map(() => newMessage(current(), userId, { conversationId, clientId })),
      );
      const [first] = sent.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
      expect(sent.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const result of sent) {
        if (result.status === "rejected")
          expect(result.reason).toMatchObject({ code: "CONFLICT", details: { reason: "already-exists" } });
      }
      expect(await store.asUser(userId, (tx) => tx.messages.findByClientId(clientId))).toMatchObject({ id: first });
      const other = await newPerson(current());
      await newMessage(current(), other, { conversationId: await newConversation(current(), other), clientId });
    });

    test("what is sealed stands, whatever is thrown after it, and nothing more is taken; a refused statement takes all of it back", async () => {
      const { store, ids } = current();
      const userId = await newPerson(current());
      const conversationId = await newConversation(current(), userId);
      const [kept, late, refused] = [ids.next(), ids.next(), ids.next()];
      const message = (id: string) => ({
        ...{ id, conversationId, parentId: null, clientId: null, generationId: null, at: current().clock.now() },
        ...({ role: "user", status: "complete", channel: "web", text: "x" } as const),
      });
      const sealed = store.asUser(userId, async (tx) => {
        const storing = tx.messages.append(message(kept));
        tx.seal();
        await storing;
        await expect(tx.messages.append(message(late))).rejects.toThrow("after its transaction had ended");
        throw new Error("a slip");
      });
      await expect(sealed).rejects.toThrow("a slip");
      const clash = store.asUser(userId, (tx) => {
        const storing = Promise.all([tx.messages.append(message(refused)), tx.messages.append(message(kept))]);
        tx.seal();
        return storing;
      });
      await expect(clash).rejects.toMatchObject({ code: "CONFLICT" });
      const page = await store.asUser(userId, (tx) => tx.messages.page({ conversationId, limit: 10 }));
      expect(page.messages.map(({ id }) => id)).toEqual([kept]);
    });

    test("a transaction that throws leaves no trace, and so does one whose refused statement was caught", async () => {
      const { store, ids, clock } = current();
      const userId = await newPerson(current());
      const conversationId = await newConversation(current(), userId);
      const message = {
        conversationId,
        parentId: null,
        clientId: null,
        role: "user",
        status: "complete",
        channel: "web",
        text: "x",
        generationId: null,
      } as const;
      const id = ids.next();
      const thrown = store.asUser(userId, async (tx) => {
        await tx.messages.append({ ...message, id, at: clock.now() });
        await tx.events.append({
          type: "MessageSent",
          payload: { conversationId, messageId: id, userId, channel: "web" },
        });
        throw new Error("changed its mind");
      });
      await expect(thrown).rejects.toThrow("changed its mind");
      const caught = store.asUser(userId, async (tx) => {
        await tx.messages.append({ ...message, id, at: clock.now() });
        await tx.messages.append({ ...message, id, at: clock.now() }).catch(() => undefined);
      });
      await expect(caught).rejects.toMatchObject({ details: { reason: "already-exists" } });
      expect(await store.asUser(userId, (tx) => tx.messages.findById(id))).toBeNull();
      expect(await store.asUser(userId, (tx) => tx.events.listAfter(0n, 10))).toEqual([]);
    });

    test("belong to a conversation of the person and answer a message of that conversation", async () => {
      const { ids } = current();
      const [userId, other] = [await newPerson(current()), await newPerson(current())];
      const [mine, second, theirs] = [
        await newConversation(current(), userId),
        await newConversation(current(), userId),
        await newConversation(current(), other),
      ];
      const parentId = await newMessage(current(), userId, { conversationId: second });
      for (const wrong of [
        { conversationId: theirs },
        { conversationId: ids.next() },
        { conversationId: mine, parentId },
        { conversationId: mine, parentId: ids.next() },
      ]) {
        await expect(newMessage(current(), userId, wrong)).rejects.toMatchObject({ code: "NOT_FOUND" });
      }
    });

    test("form a tree: children, the path to a leaf, and the newest leaf", async () => {
      const { store, ids } = current();
      const userId = await newPerson(current());
      const conversationId = await newConversation(current(), userId);
      const add = (parentId: string | null, text: string) =>
        newMessage(current(), userId, { conversationId, parentId, text });
      const root = await add(null, "root");
      const left = await add(root, "left");
      const right = await add(root, "right");
      const leaf = await add(left, "leaf");
      const read = <T>(work: Parameters<typeof store.asUser<T>>[1]) => store.asUser(userId, work);
      expect((await read((tx) => tx.messages.listChildren(root))).map(({ id }) => id)).toEqual([left, right]);
      expect((await read((tx) => tx.messages.listPath(leaf, 10))).map(({ text }) => text)).toEqual([
        "root",
        "left",
        "leaf",
      ]);
      expect((await read((tx) => tx.messages.listPath(leaf, 2))).map(({ text }) => text)).toEqual(["left", "leaf"]);
      expect(await read((tx) => tx.messages.findNewestLeaf(root))).toBe(leaf);
      expect(await read((tx) => tx.messages.findNewestLeaf(right))).toBe(right);
      expect(await read((tx) => tx.messages.findNewestLeaf(ids.next()))).toBeNull();
      expect(await read((tx) => tx.messages.listPath(ids.next(), 5))).toEqual([]);
    });

    test("on one parent at the same moment all stand, as branches of each other", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      const conversationId = await newConversation(current(), userId);
      const parentId = await newMessage(current(), userId, { conversationId });
      const sent = await Promise.all(
        [1, 2, 3, 4].map(() => newMessage(current(), userId, { conversationId, parentId })),
      );
      const { children, ends } = await store.asUser(userId, async (tx) => ({
        children: await tx.messages.listChildren(parentId),
        ends: await Promise.all(sent.map((id) => tx.messages.findNewestLeaf(id))),
      }));
      expect(children.map(({ id }) => id).sort()).toEqual(sent.toSorted());
      expect(ends).toEqual(sent);
    });

    test("pages come newest first and never repeat or skip one, whatever is written meanwhile", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 25 }),
          fc.integer({ min: 1, max: 7 }),
          fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 26, maxLength: 26 }),
          async (count, limit, added) => {
            const { store } = current();
            const userId = await newPerson(current());
            const conversationId = await newConversation(current(), userId);
            const before: string[] = [];
            for (let index = 0; index < count; index++)
              before.push(await newMessage(current(), userId, { conversationId }));
            const seen: string[] = [];
            let cursor: string | undefined;
            for (const more of added) {
              const page = await store.asUser(userId, (tx) =>
                tx.messages.page({ conversationId, limit, ...(cursor ? { cursor } : {}) }),
              );
              seen.push(...page.messages.map(({ id }) => id));
              if (page.nextCursor === null) break;
              cursor = page.nextCursor;
              for (let index = 0; index < more; index++) await newMessage(current(), userId, { conversationId });
            }
            expect(seen).toEqual(before.toReversed());
          },
        ),
        { numRuns: 15 },
      );
    });
  });
}
