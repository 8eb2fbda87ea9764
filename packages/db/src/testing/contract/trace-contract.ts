import { afterEach, describe, expect, it } from "vitest";
import type { TracedStore } from "../store-contract.ts";
import { newAnswer, newPerson } from "./actions.ts";
import { claimProactive, schedule } from "./proactive-actions.ts";
import {
  claim,
  finishUpdate,
  newWorker,
  nextNumber,
  nextWork,
  ownedChat,
  sendTo,
  updateOf,
} from "./telegram/actions.ts";

const traceOf = (digit: string): string => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`;

export function traceContract(subject: () => TracedStore): void {
  describe("traces", () => {
    afterEach(() => subject().enterTrace(null));

    it("what a transaction stores belongs to the stage that opened it, for whoever goes on with it", async () => {
      const { store, ids, enterTrace } = subject();
      const userId = await newPerson(subject());
      enterTrace(traceOf("1"));
      const dead = await newAnswer(subject(), userId, ids.next());
      enterTrace(traceOf("2"));
      await store.asUser(userId, (tx) =>
        tx.events.append({ type: "UserSettingsUpdated", payload: { userId, changes: ["locale"] } }),
      );
      enterTrace(null);
      await store.asSystem((tx) =>
        tx.accounts.appendEvent(userId, { type: "UserSettingsUpdated", payload: { userId, changes: ["theme"] } }),
      );
      const { events } = await store.asUser(userId, (tx) => tx.relay.take(["test"], 10));
      expect(events.map(({ trace }) => trace)).toEqual([traceOf("1"), traceOf("2"), null]);
      expect(await store.asUser(userId, (tx) => tx.events.listAfter(0n, 10))).not.toContainEqual(
        expect.objectContaining({ trace: expect.anything() }),
      );
      const found = await store.asUser(userId, (tx) => tx.generations.findById(dead.generationId));
      expect(found?.trace).toBe(traceOf("1"));
      const orphans = await store.asSystem((tx) =>
        tx.generations.claimOrphans({ workerId: ids.next(), knows: [], at: new Date(0) }, 1_000),
      );
      expect(orphans.find(({ id }) => id === dead.generationId)?.trace).toBe(traceOf("1"));
    });

    it("updates that come together are of different traces, and what is sent belongs to the one that queued it", async () => {
      const { store, enterTrace } = subject();
      const [botId, chatId, workerId] = [nextNumber(), nextNumber(), await newWorker(subject())];
      const updates = ["1", "2"].map((digit) => ({ ...updateOf(chatId), trace: traceOf(digit) }));
      enterTrace(traceOf("9"));
      await store.asSystem((tx) => tx.telegram.receive(botId, [...updates, updateOf(chatId)]));
      const [owner] = await claim(subject(), botId, workerId);
      if (!owner) throw new Error("The chat was not claimed.");
      const traces: unknown[] = [];
      for (const digit of ["3", "4", null]) {
        enterTrace(null);
        const work = await nextWork(subject(), owner);
        if (work?.kind !== "update") throw new Error(`Next is ${work?.kind}, not an update.`);
        traces.push(work.update.trace);
        enterTrace(digit && traceOf(digit));
        await finishUpdate(subject(), { ...owner, updateId: work.update.updateId }, null, []);
      }
      expect(traces).toEqual([traceOf("1"), traceOf("2"), null]);
      const chat = await ownedChat(subject());
      enterTrace(traceOf("5"));
      await finishUpdate(subject(), chat, null, [sendTo(chat)]);
      enterTrace(null);
      expect(await nextWork(subject(), chat)).toMatchObject({ kind: "send", send: { trace: traceOf("5") } });
    });

    it("who claims what PROCODE planned to write gets the trace that planned it", async () => {
      const userId = await newPerson(subject());
      const traced = await schedule(subject(), userId, { trace: traceOf("6") });
      const untraced = await schedule(subject(), userId);
      const claimed = await claimProactive(subject(), { userId });
      expect(new Map(claimed.map(({ id, trace }) => [id, trace]))).toEqual(
        new Map([
          [traced, traceOf("6")],
          [untraced, null],
        ]),
      );
    });
  });
}
