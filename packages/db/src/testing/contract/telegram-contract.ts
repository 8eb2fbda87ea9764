import { OVER_REASON } from "@procode/core";
import { describe, expect, test } from "vitest";
import type { Subject } from "../store-contract.ts";
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
  UNLINKED,
  updateOf,
} from "./telegram-actions.ts";

export function telegramContract(current: Subject): void {
  describe("what Telegram sends", () => {
    test("is stored once, however often and from however many processes it comes", async () => {
      const { store } = current();
      const [botId, chatId] = [nextNumber(), nextNumber()];
      const updates = Array.from({ length: 20 }, () => updateOf(chatId));
      const counts = await Promise.all(
        [updates, updates.toReversed(), updates.slice(5), [...updates, ...updates]].map((batch) =>
          store.asSystem((tx) => tx.telegram.receive(botId, batch)),
        ),
      );
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
      expect(await store.asSystem((tx) => tx.telegram.receive(botId, updates))).toBe(0);
      expect(await store.asSystem((tx) => tx.telegram.receive(nextNumber(), updates.slice(0, 3)))).toBe(3);
      expect(await store.asSystem((tx) => tx.telegram.receive(botId, []))).toBe(0);
    });

    test("is worked on in the order of its numbers, also when it came in another, and tries are counted", async () => {
      const owner = await ownedChat(current());
      const { store } = current();
      const [second, third] = [updateOf(owner.chatId), updateOf(owner.chatId)];
      await store.asSystem((tx) => tx.telegram.receive(owner.botId, [third, second]));
      const { updateId } = owner;
      expect(await nextWork(current(), owner)).toEqual({
        kind: "update",
        update: { updateId, kind: "message", payload: { text: "words" }, attempts: 1 },
      });
      expect(await nextWork(current(), owner)).toMatchObject({ update: { updateId, attempts: 2 } });
      expect(await finishUpdate(current(), owner, null, [])).toEqual({ delivered: [] });
      expect(await nextWork(current(), owner)).toMatchObject({ update: { updateId: second.updateId, attempts: 1 } });
    });

    test("is ignored with a reason where nothing is to be done or no chat is named, and gives no chat any work", async () => {
      const { store } = current();
      const [botId, chatId] = [nextNumber(), nextNumber()];
      const updates = [updateOf(chatId, { ignore: "a group" }), updateOf(null)];
      expect(await store.asSystem((tx) => tx.telegram.receive(botId, updates))).toBe(2);
      expect(await store.asSystem((tx) => tx.telegram.receive(botId, updates))).toBe(0);
      expect(await claim(current(), botId, await newWorker(current()))).toEqual([]);
    });

    test("ends once, with what answers it: a second end queues nothing", async () => {
      const owner = await ownedChat(current());
      const [first, second] = [sendTo(owner), sendTo(owner)];
      expect(await finishUpdate(current(), owner, null, [first, second, first])).toEqual({ delivered: [] });
      expect(await finishUpdate(current(), owner, null, [sendTo(owner)])).toEqual({ delivered: [] });
      for (const { dedupeKey } of [first, second]) {
        const { id, body } = await begin(current(), owner);
        expect([dedupeKey, body]).toEqual([dedupeKey, first.body]);
        await current().store.asSystem((tx) =>
          tx.telegram.settleSend(owner, id, { state: "sent", telegramMessageId: 1 }),
        );
      }
      expect(await nextWork(current(), owner)).toEqual({ kind: "nothing" });
    });
  });

  describe("the poller of a bot", () => {
    test("is one of all that ask at once, keeps it while it lives, and is followed by one other when it died", async () => {
      const { store, shiftLeaseTime } = current();
      const botId = nextNumber();
      const claimAll = async (workers: string[]) => {
        const claimed = await Promise.all(
          workers.map((workerId) => store.asSystem((tx) => tx.telegram.claimPolling(botId, workerId))),
        );
        return claimed.filter((poller) => poller !== null);
      };
      const workers = await Promise.all([1, 2, 3, 4].map(() => newWorker(current())));
      const [poller, ...more] = await claimAll(workers);
      expect([poller?.fence, more]).toEqual([1, []]);
      const others = workers.filter((workerId) => workerId !== poller?.workerId);
      expect(await claimAll(others)).toEqual([]);
      await shiftLeaseTime(11);
      const heirs = await claimAll(await Promise.all([1, 2, 3].map(() => newWorker(current()))));
      expect(heirs).toMatchObject([{ botId, fence: 2 }]);
      expect(await store.asSystem((tx) => tx.telegram.claimPolling(nextNumber(), others[0] ?? ""))).not.toBeNull();
    });

    test("that is late is told so, and gives up nothing; the one whose claim was lost on the way gets a new fence", async () => {
      const { store } = current();
      const botId = nextNumber();
      const workerId = await newWorker(current());
      const claimOf = (id: string) => store.asSystem((tx) => tx.telegram.claimPolling(botId, id));
      const [late, poller] = [await claimOf(workerId), await claimOf(workerId)];
      if (!late || !poller) throw new Error("The poller did not get its own bot.");
      expect(poller.fence).toBe(late.fence + 1);
      const isHeld = (one: typeof poller) => store.asSystem((tx) => tx.telegram.lockPolling(one));
      await store.asSystem((tx) => tx.telegram.releasePolling(late));
      expect([await isHeld(late), await isHeld(poller)]).toEqual([false, true]);
      const other = await newWorker(current());
      expect(await claimOf(other)).toBeNull();
      await store.asSystem((tx) => tx.telegram.releasePolling(poller));
      expect(await isHeld(poller)).toBe(false);
      expect(await claimOf(other)).toEqual({ botId, workerId: other, fence: poller.fence + 1 });
    });
  });

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

  describe("what goes to Telegram", () => {
    test("goes in the order it was queued; one that waits holds up all after it, and updates too", async () => {
      const { store, shiftLeaseTime } = current();
      const owner = await ownedChat(current());
      await store.asSystem((tx) => tx.telegram.receive(owner.botId, [updateOf(owner.chatId)]));
      await finishUpdate(current(), owner, null, [
        sendTo(owner, { body: { text: "one", entities: [] } }),
        sendTo(owner, { body: { text: "two", entities: [], buttons: [[{ text: "Go", data: "go" }]] } }),
      ]);
      const first = await begin(current(), owner);
      expect(first).toMatchObject({ body: { text: "one" }, attempts: 0, serverErrors: 0, userId: null, answer: null });
      const again = { state: "queued", afterSeconds: 3, serverError: true } as const;
      await store.asSystem((tx) => tx.telegram.settleSend(owner, first.id, again));
      const wait = await nextWork(current(), owner);
      if (wait?.kind !== "wait") throw new Error(`Next is ${wait?.kind}.`);
      expect(wait.seconds).toBeGreaterThan(2);
      expect(wait.seconds).toBeLessThanOrEqual(3);
      await shiftLeaseTime(4);
      expect(await begin(current(), owner)).toMatchObject({ id: first.id, attempts: 1, serverErrors: 1 });
      const plain = { text: "one, plainly", entities: [] };
      await store.asSystem((tx) => tx.telegram.settleSend(owner, first.id, { state: "queued", body: plain }));
      expect(await begin(current(), owner)).toMatchObject({ id: first.id, body: plain, attempts: 2 });
      await store.asSystem((tx) => tx.telegram.settleSend(owner, first.id, { state: "failed", reason: "refused" }));
      expect((await begin(current(), owner)).body).toEqual({
        ...{ text: "two", entities: [], buttons: [[{ text: "Go", data: "go" }]] },
      });
    });

    test("that is worth nothing later is not begun once its time is over, and holds nobody up", async () => {
      const { store } = current();
      const { owner, userId, answer } = await connectedChat(current());
      const notAfter = new Date("2020-01-01T00:00:00Z");
      await finishUpdate(current(), owner, userId, [
        sendTo(owner, { answer, notAfter }),
        sendTo(owner, { notAfter: new Date("2100-01-01T00:00:00Z"), body: { text: "later", entities: [] } }),
      ]);
      await store.asSystem((tx) => tx.telegram.hold(owner, 35));
      const next = await store.asSystem((tx) => tx.telegram.nextWork(owner, LOST));
      expect(next).toMatchObject({ work: { kind: "wait" }, delivered: [{ ...answer, state: "failed" }] });
      expect(await deliveryOf(current(), userId, answer.messageId)).toMatchObject({ reason: OVER_REASON });
    });

    test("waits for a hold of its chat, and a shorter one does not end it", async () => {
      const { store, shiftLeaseTime } = current();
      const owner = await ownedChat(current());
      await finishUpdate(current(), owner, null, [sendTo(owner)]);
      await store.asSystem((tx) => tx.telegram.hold(owner, 35));
      await store.asSystem((tx) => tx.telegram.hold(owner, 1));
      const wait = await nextWork(current(), owner);
      expect(wait?.kind === "wait" && wait.seconds > 30).toBe(true);
      await shiftLeaseTime(36);
      expect(await nextWork(current(), owner)).toMatchObject({ kind: "send" });
    });

    test("tells with the last part of an answer how the whole of it went, and says so at the answer", async () => {
      const { store } = current();
      for (const [ends, state, reason] of [
        [["sent", "sent"], "sent", null],
        [["uncertain", "sent"], "uncertain", "uncertain because"],
        [["uncertain", "failed"], "failed", "failed because"],
      ] as const) {
        const { owner, userId, answer } = await connectedChat(current());
        expect(await deliveryOf(current(), userId, answer.messageId)).toBeNull();
        const parts = [1, 2].map((part) => sendTo(owner, { answer, part, parts: 2 }));
        await finishUpdate(current(), owner, userId, parts);
        const delivered = [];
        for (const end of ends) {
          const { id, userId: whose } = await begin(current(), owner);
          expect(whose).toBe(userId);
          const settled = await store.asSystem((tx) =>
            tx.telegram.settleSend(
              owner,
              id,
              end === "sent" ? { state: "sent", telegramMessageId: 7 } : { state: end, reason: `${end} because` },
            ),
          );
          delivered.push(settled?.delivered);
        }
        expect(delivered).toEqual([[], [{ userId, ...answer, state }]]);
        expect(await deliveryOf(current(), userId, answer.messageId)).toEqual({ state, reason });
        const page = await store.asUser(userId, (tx) =>
          tx.messages.page({ conversationId: answer.conversationId, limit: 5 }),
        );
        expect(page.messages.map(({ delivery }) => delivery)).toEqual([{ state, reason }]);
      }
    });

    test("is cancelled when the person blocks the bot; what is being sent ends by itself", async () => {
      const { store } = current();
      const { owner, userId, answer } = await connectedChat(current());
      await finishUpdate(current(), owner, userId, [sendTo(owner), sendTo(owner, { answer })]);
      const { id } = await begin(current(), owner);
      const block = () => store.asSystem((tx) => tx.telegram.block(owner, "blocked"));
      expect(await block()).toEqual({ userId, delivered: [{ userId, ...answer, state: "failed" }] });
      expect(await block()).toEqual({ userId: null, delivered: [] });
      expect(await store.asUser(userId, (tx) => tx.telegram.findConnection())).toMatchObject({
        ...{ state: "blocked", reason: "blocked" },
      });
      expect(await deliveryOf(current(), userId, answer.messageId)).toEqual({ state: "failed", reason: "blocked" });
      await store.asSystem((tx) => tx.telegram.settleSend(owner, id, { state: "failed", reason: "blocked" }));
      expect(await nextWork(current(), owner)).toEqual({ kind: "nothing" });
    });

    test("is cancelled by an unlinking, and an answer that comes after it is not sent; a notice is", async () => {
      const { store } = current();
      const { owner, userId, answer, connection } = await connectedChat(current());
      await store.asUser(userId, (tx) => tx.telegram.queue([sendTo(owner, { answer })]));
      const ended = await store.asUser(userId, (tx) => tx.telegram.disconnect("unlinked"));
      expect(ended).toMatchObject({ connection, delivered: [{ userId, ...answer, state: "failed" }] });
      expect(await store.asUser(userId, (tx) => tx.telegram.disconnect("unlinked"))).toBeNull();
      const late = { ...answer, messageId: current().ids.next() };
      expect(await finishUpdate(current(), owner, userId, [sendTo(owner, { answer: late }), sendTo(owner)])).toEqual({
        delivered: [{ userId, ...late, state: "failed" }],
      });
      expect(await nextWork(current(), owner)).toMatchObject({ kind: "send", send: { answer: null } });
      expect(await deliveryOf(current(), userId, answer.messageId)).toEqual({ state: "failed", reason: "unlinked" });
      expect(UNLINKED).not.toBe("unlinked");
    });

    test("never goes to somebody who does not exist", async () => {
      const owner = await ownedChat(current());
      await expect(finishUpdate(current(), owner, current().ids.next(), [sendTo(owner)])).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
      expect(await nextWork(current(), owner)).toMatchObject({ kind: "update" });
    });

    test("is dropped when it is old, with what came in; open things and bad news stay", async () => {
      const { store, shiftLeaseTime } = current();
      const { owner, userId, answer } = await connectedChat(current());
      const bad = { ...answer, messageId: answer.messageId };
      const waiting = updateOf(owner.chatId);
      await store.asSystem((tx) => tx.telegram.receive(owner.botId, [waiting]));
      await finishUpdate(current(), owner, userId, [sendTo(owner, { answer: bad }), sendTo(owner)]);
      const { id } = await begin(current(), owner);
      await store.asSystem((tx) => tx.telegram.settleSend(owner, id, { state: "uncertain", reason: "a cut" }));
      await shiftLeaseTime(100);
      for (const kind of ["telegramUpdates", "telegramSends"] as const) {
        await store.asSystem((tx) => tx.retention.drop(kind, { keptSeconds: 50, most: 1_000 }));
      }
      expect(await deliveryOf(current(), userId, answer.messageId)).toEqual({ state: "uncertain", reason: "a cut" });
      const known = [waiting, updateOf(owner.chatId, { updateId: owner.updateId })];
      expect(await store.asSystem((tx) => tx.telegram.receive(owner.botId, known))).toBe(1);
      expect(await nextWork(current(), owner)).toMatchObject({ kind: "send" });
    });
  });
}
