import { describe, expect, test } from "vitest";
import type { Subject } from "../store-contract.ts";
import { newPerson } from "./actions.ts";

export function eventContract(current: Subject): void {
  describe("events", () => {
    const body = (version: number, userId: string) => ({
      type: "UserContextUpdated" as const,
      payload: { userId, changes: ["name"], version },
    });

    test("twenty writers at once leave a sequence without a gap, also when some of them fail", async () => {
      const { store } = current();
      const [userId, other] = [await newPerson(current()), await newPerson(current())];
      const writers = Array.from({ length: 20 }, (_, index) =>
        store.asUser(userId, async (tx) => {
          await tx.events.append(body(index, userId));
          if (index % 4 === 3) throw new Error("fails");
        }),
      );
      const ended = await Promise.allSettled([
        ...writers,
        store.asSystem((tx) => tx.accounts.appendEvent(userId, body(99, userId))),
      ]);
      expect(ended.filter(({ status }) => status === "rejected")).toHaveLength(5);
      const events = await store.asUser(userId, (tx) => tx.events.listAfter(0n, 100));
      expect(events.map(({ sequence }) => sequence)).toEqual(
        Array.from({ length: 16 }, (_, index) => BigInt(index + 1)),
      );
      expect(new Set(events.map(({ id }) => id)).size).toBe(16);
      expect(await store.asUser(other, (tx) => tx.events.listAfter(0n, 100))).toEqual([]);
    });

    test("are read from a number on, a few at a time, as they were written", async () => {
      const { store, clock } = current();
      const userId = await newPerson(current());
      await store.asUser(userId, async (tx) => {
        for (const version of [1, 2, 3, 4]) await tx.events.append(body(version, userId));
      });
      const events = await store.asUser(userId, (tx) => tx.events.listAfter(1n, 2));
      expect(events).toMatchObject([
        { ...body(2, userId), userId, sequence: 2n, createdAt: clock.now() },
        { ...body(3, userId), sequence: 3n },
      ]);
    });

    test("of somebody who does not exist are refused", async () => {
      const { store, ids } = current();
      const nobody = ids.next();
      await expect(store.asUser(nobody, (tx) => tx.events.append(body(1, nobody)))).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    });
  });
}
