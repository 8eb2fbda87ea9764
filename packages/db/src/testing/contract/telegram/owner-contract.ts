import { describe, expect, test } from "vitest";
import type { Subject } from "../../store-contract.ts";
import {
  begin,
  claim,
  connectedChat,
  deliveryOf,
  finishUpdate,
  LOST,
  newWorker,
  nextNumber,
  nextWork,
  ownedChat,
  sendTo,
  updateOf,
} from "./actions.ts";

/** Which process works for a chat. */
export function telegramOwnerContract(current: Subject): void {
  describe("the owner of a chat", () => {
    test("is one process: of many that claim at once each chat goes to one, and a living owner keeps it", async () => {
      const { store, shiftLeaseTime } = current();
      const botId = nextNumber();
      const chats = Array.from({ length: 12 }, nextNumber);
      await store.asSystem((tx) =>
        tx.telegram.receive(
          botId,
          chats.map((chatId) => updateOf(chatId)),
        ),
      );
      const workers = await Promise.all([1, 2, 3].map(() => newWorker(current())));
      const claimed = (await Promise.all(workers.map((workerId) => claim(current(), botId, workerId)))).flat();
      expect(claimed.map(({ chatId }) => chatId).sort()).toEqual(chats.sort());
      for (const owner of claimed) expect(owner).toMatchObject({ botId, fence: 1 });
      for (const workerId of workers) expect(await claim(current(), botId, workerId)).toEqual([]);
      await shiftLeaseTime(11);
      const heir = await newWorker(current());
      expect((await claim(current(), botId, heir, 5)).map(({ fence }) => fence)).toEqual([2, 2, 2, 2, 2]);
      expect(await claim(current(), botId, heir)).toHaveLength(7);
    });

    test("that lost it changes nothing any more, and what it was sending is uncertain for good", async () => {
      const { store } = current();
      const { owner, userId, answer } = await connectedChat(current());
      const { messageId } = answer;
      await finishUpdate(current(), owner, userId, [sendTo(owner, { answer })]);
      const { id } = await begin(current(), owner);
      expect(await deliveryOf(current(), userId, messageId)).toEqual({ state: "sending", reason: null });
      await store.asSystem((tx) => tx.generations.leave(owner.workerId));
      const workerId = await newWorker(current());
      const input = { botId: owner.botId, workerId, limit: 5, lostReason: LOST };
      const { owners, delivered } = await store.asSystem((tx) => tx.telegram.claimChats(input));
      expect(owners).toEqual([{ botId: owner.botId, chatId: owner.chatId, workerId, fence: 2 }]);
      expect(delivered).toEqual([{ userId, ...answer, state: "uncertain" }]);
      const sent = { state: "sent", telegramMessageId: 9 } as const;
      expect(await store.asSystem((tx) => tx.telegram.settleSend(owner, id, sent))).toBeNull();
      expect(await store.asSystem((tx) => tx.telegram.beginSend(owner, id))).toEqual({ kind: "late" });
      expect(await nextWork(current(), owner)).toBeNull();
      expect(await finishUpdate(current(), owner, userId, [sendTo(owner)])).toBeNull();
      expect(await store.asSystem((tx) => tx.telegram.release(owner))).toBe(false);
      const [heir] = owners;
      if (!heir) throw new Error("Nobody took the chat.");
      expect(await store.asSystem((tx) => tx.telegram.settleSend(heir, id, sent))).toEqual({ delivered: [] });
      expect(await store.asSystem((tx) => tx.telegram.beginSend(heir, id))).toEqual({ kind: "not-queued" });
      expect(await nextWork(current(), heir)).toEqual({ kind: "nothing" });
      expect(await deliveryOf(current(), userId, messageId)).toEqual({ state: "uncertain", reason: LOST });
    });

    test("whose claim was committed while its answer was lost gets the chat at its next one, and no chat that it works for", async () => {
      const { store } = current();
      const { owner, userId } = await connectedChat(current());
      await finishUpdate(current(), owner, userId, [sendTo(owner)]);
      const { botId, workerId, chatId } = owner;
      const again = (busy?: number[]) =>
        store.asSystem((tx) => tx.telegram.claimChats({ botId, workerId, busy, limit: 5, lostReason: LOST }));
      expect((await again()).owners).toEqual([]);
      expect((await again([chatId])).owners).toEqual([]);
      expect((await again([])).owners).toEqual([{ botId, chatId, workerId, fence: owner.fence + 1 }]);
      expect(await nextWork(current(), owner)).toBeNull();
    });

    test("that got it back is not who it was: what it began before is late all the same", async () => {
      const { store } = current();
      const before = await ownedChat(current());
      const { botId, workerId } = before;
      await finishUpdate(current(), before, null, [sendTo(before)]);
      const { id } = await begin(current(), before);
      await store.asSystem((tx) => tx.generations.leave(workerId));
      const heirId = await newWorker(current());
      await claim(current(), botId, heirId);
      await store.asSystem((tx) => tx.telegram.receive(botId, [updateOf(before.chatId)]));
      await store.asSystem((tx) => tx.generations.leave(heirId));
      await store.asSystem((tx) => tx.generations.heartbeat(workerId, 10));
      expect(await claim(current(), botId, workerId)).toMatchObject([{ workerId, fence: 3 }]);
      const sent = { state: "sent", telegramMessageId: 1 } as const;
      expect(await store.asSystem((tx) => tx.telegram.settleSend(before, id, sent))).toBeNull();
      expect(await nextWork(current(), before)).toBeNull();
      expect(await store.asSystem((tx) => tx.telegram.release(before))).toBe(false);
    });

    test("races with its heir: a send is begun by one of them, and never counted as sent by the other", async () => {
      const { store } = current();
      for (let round = 0; round < 10; round++) {
        const owner = await ownedChat(current());
        await finishUpdate(current(), owner, null, [sendTo(owner)]);
        const work = await nextWork(current(), owner);
        if (work?.kind !== "send") throw new Error("Nothing is queued.");
        const { id } = work.send;
        const [heirId] = [
          await newWorker(current()),
          await store.asSystem((tx) => tx.generations.leave(owner.workerId)),
        ];
        const [begun, owners] = await Promise.all([
          store.asSystem((tx) => tx.telegram.beginSend(owner, id)),
          claim(current(), owner.botId, heirId),
        ]);
        const [heir] = owners.length > 0 ? owners : await claim(current(), owner.botId, heirId);
        if (!heir) throw new Error("Nobody took the chat.");
        const next = await nextWork(current(), heir);
        expect([begun.kind, next?.kind]).toEqual(begun.kind === "begun" ? ["begun", "nothing"] : ["late", "send"]);
      }
    });

    test("finds what it gave up itself as uncertain: nothing stands in `sending` for ever", async () => {
      const { store } = current();
      const { owner, userId, answer } = await connectedChat(current());
      await finishUpdate(current(), owner, userId, [
        sendTo(owner, { answer, parts: 2 }),
        sendTo(owner, { answer, part: 2, parts: 2 }),
      ]);
      await begin(current(), owner);
      expect(await store.asSystem((tx) => tx.telegram.nextWork(owner, LOST))).toMatchObject({
        work: { kind: "send", send: { part: 2 } },
        delivered: [],
      });
      await begin(current(), owner);
      expect(await store.asSystem((tx) => tx.telegram.nextWork(owner, LOST))).toEqual({
        work: { kind: "nothing" },
        delivered: [{ userId, ...answer, state: "uncertain" }],
      });
    });

    test("gives it up only when nothing is open in it", async () => {
      const { store } = current();
      const owner = await ownedChat(current());
      const release = () => store.asSystem((tx) => tx.telegram.release(owner));
      expect(await release()).toBe(false);
      await finishUpdate(current(), owner, null, [sendTo(owner)]);
      expect(await release()).toBe(false);
      const { id } = await begin(current(), owner);
      expect(await release()).toBe(false);
      await store.asSystem((tx) => tx.telegram.settleSend(owner, id, { state: "sent", telegramMessageId: 5 }));
      expect(await release()).toBe(true);
      expect(await nextWork(current(), owner)).toBeNull();
      expect(await claim(current(), owner.botId, owner.workerId)).toEqual([]);
      await store.asSystem((tx) => tx.telegram.receive(owner.botId, [updateOf(owner.chatId)]));
      expect(await claim(current(), owner.botId, owner.workerId)).toMatchObject([{ fence: 2 }]);
    });

    test("comes first to the chat that waits longest", async () => {
      const { store, shiftLeaseTime } = current();
      const [botId, later, sooner] = [nextNumber(), nextNumber(), nextNumber()];
      await store.asSystem((tx) => tx.telegram.receive(botId, [updateOf(sooner)]));
      await shiftLeaseTime(1);
      await store.asSystem((tx) => tx.telegram.receive(botId, [updateOf(later)]));
      expect(await claim(current(), botId, await newWorker(current()), 1)).toMatchObject([{ chatId: sooner }]);
    });
  });
}
