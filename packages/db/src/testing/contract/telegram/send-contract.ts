import { OVER_REASON } from "@procode/core";
import { describe, expect, test } from "vitest";
import type { Subject } from "../../store-contract.ts";
import {
  begin,
  connectedChat,
  deliveryOf,
  finishUpdate,
  LOST,
  nextWork,
  ownedChat,
  sendTo,
  UNLINKED,
  updateOf,
} from "./actions.ts";

/** What goes to Telegram, and how it ends. */
export function telegramSendContract(current: Subject): void {
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

    test("has its end where no process works for it any more, with the reason, once", async () => {
      const { store, shiftLeaseTime } = current();
      const [sending, queued, held] = [
        await connectedChat(current()),
        await connectedChat(current()),
        await connectedChat(current()),
      ];
      for (const { owner, userId, answer } of [sending, queued, held])
        await finishUpdate(current(), owner, userId, [sendTo(owner, { answer })]);
      await begin(current(), sending.owner);
      const end = () =>
        store.asSystem((tx) =>
          tx.telegram.endAbandoned({
            ...{ limit: 1_000, lostSeconds: 5, goneSeconds: 8 },
            reasons: { over: "too late", lost: LOST, gone: "no bot ran" },
          }),
        );
      const states = () =>
        Promise.all(
          [sending, queued, held].map(({ userId, answer }) => deliveryOf(current(), userId, answer.messageId)),
        );
      expect((await end()).delivered).toEqual([]);
      await shiftLeaseTime(11);
      await store.asSystem((tx) => tx.generations.heartbeat(held.owner.workerId, 10));
      const { delivered } = await end();
      const mine = delivered.filter(({ messageId }) =>
        [sending, queued].some((one) => one.answer.messageId === messageId),
      );
      expect(mine.map(({ state }) => state).sort()).toEqual(["failed", "uncertain"]);
      expect(await states()).toEqual([
        { state: "uncertain", reason: LOST },
        { state: "failed", reason: "no bot ran" },
        { state: "sending", reason: null },
      ]);
      expect((await end()).delivered).toEqual([]);
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
