import { DEFAULT_PROACTIVE_SETTINGS } from "@procode/core";
import { describe, expect, test } from "vitest";
import type { Subject } from "../store-contract.ts";
import { newConversation, newPerson } from "./actions.ts";

const MINUTE_MS = 60_000;

export function analysisContract(current: Subject): void {
  describe("a conversation that rests", () => {
    async function open() {
      const { store, clock } = current();
      const userId = await newPerson(current());
      const conversationId = await newConversation(current(), userId);
      const at = (minutes: number) => new Date(clock.now().getTime() + minutes * MINUTE_MS);
      const rest = (since: number, due: number) =>
        store.asUser(userId, (tx) => tx.analysis.rest({ conversationId, unreadSince: at(since), dueAt: at(due) }));
      const resting = () => store.asUser(userId, (tx) => tx.analysis.findResting(conversationId));
      const end = (due: number, until: number) =>
        store.asUser(userId, (tx) => tx.analysis.endRest({ conversationId, dueAt: at(due), readUntil: at(until) }));
      return { store, userId, conversationId, at, rest, resting, end };
    }

    test("is put off by what is written next, and unread from the first of it on", async () => {
      const { conversationId, at, rest, resting } = await open();
      expect(await resting()).toBeNull();
      await rest(0, 10);
      await rest(3, 13);
      // An event that comes late draws nothing nearer.
      await rest(1, 11);
      expect(await resting()).toEqual({ conversationId, unreadSince: at(0), dueAt: at(13) });
    });

    test("is over when it was read, and unread from there on when something was written meanwhile", async () => {
      const { at, rest, resting, end } = await open();
      await rest(0, 10);
      await rest(5, 15);
      await end(10, 0);
      expect(await resting()).toMatchObject({ unreadSince: new Date(at(0).getTime() + 1), dueAt: at(15) });
      await end(15, 5);
      expect(await resting()).toBeNull();
    });

    test("is listed once it is due, the longest waiting first, and is nobody else's", async () => {
      const [one, other] = [await open(), await open()];
      await one.rest(-9_030, -9_020);
      await other.rest(-9_040, -9_030);
      const list = (since: number, now: number, limit = 10) =>
        one.store.lookUp((tx) => tx.analysis.listResting({ since: one.at(since), now: one.at(now), limit }));
      const [first, second] = [other, one].map(({ userId, conversationId }) => ({ userId, conversationId }));
      expect(await list(-9_100, -9_020)).toMatchObject([first, second]);
      expect(await list(-9_100, -9_020, 1)).toMatchObject([first]);
      expect(await list(-9_100, -9_021)).toMatchObject([first]);
      expect(await list(-9_030, -9_020)).toMatchObject([second]);
      const foreign = one.store.asUser(one.userId, (tx) => tx.analysis.findResting(other.conversationId));
      expect(await foreign).toBeNull();
    });

    test("what reading it cost counts as thinking about its person", async () => {
      const { store, userId, conversationId, at } = await open();
      const { ids } = current();
      const generationId = ids.next();
      await store.asUser(userId, async (tx) => {
        await tx.proactive.saveSettings(DEFAULT_PROACTIVE_SETTINGS);
        await tx.responses.record({
          ...{ generationId, model: "a/b", providerId: "p", state: "done", costState: "reported", costUsd: "0.25" },
          ...{ promptTokens: 1, completionTokens: 1, firstTokenMs: 1, totalMs: 1, finishReason: "stop", failure: null },
          ...{ at: at(0), dueInSeconds: 0 },
        });
        await tx.analysis.append({ generationId, conversationId, found: 2, analysedAt: at(0) });
      });
      const spent = (since: number) => store.asUser(userId, (tx) => tx.proactive.spentSince(at(since)));
      expect([await spent(-1), await spent(1)]).toEqual(["0.25", "0"]);
      const about = { userIds: [userId], since: at(0), loopsBefore: at(0), mostDecisions: 1 };
      const outlines = await store.lookUp((tx) => tx.proactive.listOutlines({ ...about, month: at(-1) }));
      expect(outlines).toMatchObject([{ spentUsd: "0.25" }]);
    });

    test("knows what was found in a message, whether it is open or over", async () => {
      const { store, userId, at } = await open();
      const { ids } = current();
      const [id, sourceId] = [ids.next(), ids.next()];
      const found = await store.asUser(userId, async (tx) => {
        await tx.proactive.appendLoops([
          { id, kind: "promise", words: "w", topic: "t", dueAt: at(60), sourceId, createdAt: at(0) },
        ]);
        await tx.proactive.closeLoop(id, at(1), "told");
        return tx.analysis.listFoundIn([sourceId, ids.next()]);
      });
      expect(found).toEqual([{ sourceId, dueAt: at(60) }]);
    });
  });
}
