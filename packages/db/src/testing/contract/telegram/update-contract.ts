import { describe, expect, test } from "vitest";
import type { Subject } from "../../store-contract.ts";
import { begin, claim, finishUpdate, newWorker, nextNumber, nextWork, ownedChat, sendTo, updateOf } from "./actions.ts";

/** What comes from Telegram, and who fetches it. */
export function telegramUpdateContract(current: Subject): void {
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
        update: { updateId, kind: "message", payload: { text: "words" }, attempts: 1, trace: null },
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
      const isPolled = async () => (await store.lookUp((tx) => tx.telegram.listPolled())).includes(botId);
      expect(await isPolled()).toBe(false);
      const [poller, ...more] = await claimAll(workers);
      expect([poller?.fence, more, await isPolled()]).toEqual([1, [], true]);
      const others = workers.filter((workerId) => workerId !== poller?.workerId);
      expect(await claimAll(others)).toEqual([]);
      await shiftLeaseTime(11);
      expect(await isPolled()).toBe(false);
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
}
