import type { DomainEvent } from "@procode/contracts";
import { CONSUMERS, type EventConsumer, type EventDesk, jobContext, ProcodeError, relayPerson } from "@procode/core";
import { createTestContext, record } from "@procode/core/testing";
import { describe, expect, test } from "vitest";
import type { Subject } from "../store-contract.ts";
import { newPerson } from "./actions.ts";

export function relayContract(current: Subject): void {
  describe("the relay", () => {
    const EVERYBODY_AFTER = "ffffffff-ffff-ffff-ffff-ffffffffffff";
    const job = () => {
      const { store, clock, ids } = current();
      const base = createTestContext();
      return jobContext(
        { ...base, store, ids: { ...base.ids, next: ids.next }, clock: { ...base.clock, now: clock.now } },
        "test",
      );
    };
    const recorder = (name: string, refuses?: (event: DomainEvent) => unknown): EventConsumer => ({
      ...{ name, types: ["UserContextUpdated"] },
      async consume(tx, event) {
        const refusal = refuses?.(event);
        if (refusal) throw refusal;
        await record(job(), tx, name, event);
      },
    });
    const append = (
      userId: string,
      versions: number[],
      type: "UserContextUpdated" | "UserSettingsUpdated" = "UserContextUpdated",
    ) =>
      current().store.asUser(userId, async (tx) => {
        for (const version of versions) {
          if (type === "UserSettingsUpdated") await tx.events.append({ type, payload: { userId, changes: [] } });
          else await tx.events.append({ type, payload: { userId, changes: [], version } });
        }
      });
    const relay = (userId: string, ...consumers: EventConsumer[]) => relayPerson(job(), { userId, consumers });
    /** The versions of the events that left a trace, in the order in which they did. */
    const traces = (userId: string, name: string) =>
      current().store.asUser(userId, async (tx) => {
        const { conversations } = await tx.conversations.list({ archived: false, limit: 1_000 });
        const events = await tx.events.listAfter(0n, 1_000);
        const sorted = conversations.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ title }) => title.split(" "));
        return sorted.flatMap(([by, id]) => {
          const event = events.find((one) => one.id === id);
          return by === name && event?.type === "UserContextUpdated" ? [event.payload.version] : [];
        });
      });
    const behind = async (userId: string, consumer = "a") => {
      const wants = [{ consumer, type: "UserContextUpdated" }];
      const look = { wants, suspects: [userId], after: EVERYBODY_AFTER, limit: 10 };
      return (await current().store.asSystem((tx) => tx.relay.findBehind(look))).people;
    };
    const version = (event: DomainEvent) => (event.type === "UserContextUpdated" ? event.payload.version : 0);
    const UP_TO_300 = Array.from({ length: 300 }, (_, index) => index);

    test("gives each event to each consumer once, in order, also when five begin at once", async () => {
      const userId = await newPerson(current());
      await append(userId, UP_TO_300);
      await Promise.all([1, 2, 3, 4, 5].map(() => relay(userId, recorder("a"), recorder("b"))));
      await relay(userId, recorder("a"), recorder("b"));
      expect(await traces(userId, "a")).toEqual(UP_TO_300);
      expect(await traces(userId, "b")).toEqual(UP_TO_300);
    });

    test("skips no event that commits late: writers and relays overlap", async () => {
      const userId = await newPerson(current());
      const writing = UP_TO_300.slice(0, 40).map((number) =>
        current().store.asUser(userId, async (tx) => {
          await tx.events.append({ type: "UserContextUpdated", payload: { userId, changes: [], version: number } });
          await new Promise((resolve) => setTimeout(resolve, number % 3));
        }),
      );
      const relays = Array.from({ length: 10 }, () => relay(userId, recorder("a")));
      await Promise.all([...writing, ...relays]);
      await relay(userId, recorder("a"));
      const events = await current().store.asUser(userId, (tx) => tx.events.listAfter(0n, 100));
      expect(await traces(userId, "a")).toEqual(events.map(version));
    });

    test("an event that always fails is given up after eight tries, and keeps nobody else back", async () => {
      const { shiftLeaseTime, store } = current();
      const [userId, other] = [await newPerson(current()), await newPerson(current())];
      for (const person of [userId, other]) await append(person, [1, 2, 3]);
      const before = await store.asSystem((tx) => tx.relay.countDead());
      let tries = 0;
      const a = recorder(
        "a",
        (event) => event.userId === userId && version(event) === 2 && ++tries && new Error("poison"),
      );
      const b = recorder("b");
      for (const person of [userId, other]) await relay(person, a, b);
      expect([await traces(userId, "a"), await traces(userId, "b"), await traces(other, "a")]).toEqual([
        [1],
        [1, 2, 3],
        [1, 2, 3],
      ]);
      expect(await behind(userId)).toMatchObject([{ userId, isDue: false }]);
      await relay(userId, a, b);
      expect(tries).toBe(1);
      for (let round = 2; round <= 8; round++) {
        await shiftLeaseTime(2 ** (round - 1) + 1);
        await relay(userId, a, b);
        expect(tries).toBe(round);
      }
      expect(await traces(userId, "a")).toEqual([1, 3]);
      expect(await store.asSystem((tx) => tx.relay.countDead())).toBe(before + 1);
      expect(await behind(userId)).toEqual([]);
    });

    test("a database that is away uses up no try", async () => {
      const userId = await newPerson(current());
      await append(userId, [1]);
      const away = new ProcodeError("UNAVAILABLE", "away", { reason: "database-away" });
      for (let round = 0; round < 10; round++)
        await expect(
          relay(
            userId,
            recorder("a", () => away),
          ),
        ).rejects.toBe(away);
      await relay(userId, recorder("a"));
      expect(await traces(userId, "a")).toEqual([1]);
    });

    test("an effect outside happens at least once, under the event's id, and a late mark is refused", async () => {
      const { shiftLeaseTime, store } = current();
      const userId = await newPerson(current());
      await append(userId, [1, 2]);
      const told: string[] = [];
      const outside = (after: () => void): EventConsumer => ({
        ...{ name: "outside", types: ["UserContextUpdated"] },
        async deliver(_, event) {
          told.push(event.id);
          after();
        },
      });
      // A process that stands still after the effect: another one finds the lease, and after its end does it again.
      const fence = await store.asUser(userId, async (tx) => {
        await tx.relay.take(["outside"], 10);
        return tx.relay.lease("outside", 60);
      });
      expect(
        await relay(
          userId,
          outside(() => undefined),
        ),
      ).toBe("held");
      expect(told).toEqual([]);
      await shiftLeaseTime(61);
      expect(
        await relay(
          userId,
          outside(() => undefined),
        ),
      ).toBe("over");
      const events = await store.asUser(userId, (tx) => tx.events.listAfter(0n, 10));
      expect(told).toEqual(events.map(({ id }) => id));
      const late = { consumer: "outside", sequence: 1n };
      expect(await store.asUser(userId, (tx) => tx.relay.passLeased(late, fence, true))).toBe(false);
      expect(await behind(userId, "outside")).toEqual([]);
    });

    test("people are found whose events wait, those whose events nobody wants are not", async () => {
      const [waiting, quiet] = [await newPerson(current()), await newPerson(current())];
      await append(waiting, [1]);
      await append(quiet, [1], "UserSettingsUpdated");
      expect(await behind(waiting)).toMatchObject([{ userId: waiting, since: current().clock.now(), isDue: true }]);
      expect(await behind(quiet)).toEqual([]);
      const wants = [{ consumer: "a", type: "UserContextUpdated" }];
      const found: string[] = [];
      for (let after: string | null = "00000000-0000-0000-0000-000000000000"; after; ) {
        const look: Parameters<EventDesk["findBehind"]>[0] = { wants, suspects: [], after, limit: 7 };
        const page: Awaited<ReturnType<EventDesk["findBehind"]>> = await current().store.asSystem((tx) =>
          tx.relay.findBehind(look),
        );
        found.push(...page.people.map(({ userId }) => userId));
        after = page.next;
      }
      expect(found).toContain(waiting);
      expect(found).not.toContain(quiet);
      expect(new Set(found).size).toBe(found.length);
    });

    test("events are dropped by age and by number, oldest first, and never before their consumers", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      await append(userId, [1, 2, 3, 4, 5, 6]);
      await append(userId, [7], "UserSettingsUpdated");
      const prune = (keptSeconds: number, keptEvents: number) =>
        store.asSystem((tx) =>
          tx.relay.prune({
            ...{ wants: [{ consumer: "a", type: "UserContextUpdated" }], after: before(userId), limit: 1, most: 100 },
            ...{ keptSeconds, keptEvents },
          }),
        );
      const kept = () =>
        store.asUser(userId, async (tx) => (await tx.events.listAfter(0n, 10)).map(({ sequence }) => Number(sequence)));
      const FOREVER = 100 * 365 * 86_400;
      await prune(-FOREVER, 0);
      expect(await kept()).toEqual([1, 2, 3, 4, 5, 6, 7]);
      await relay(
        userId,
        recorder("a", (event) => (version(event) === 5 ? new Error("not yet") : null)),
      );
      await prune(FOREVER, 6);
      expect(await kept()).toEqual([2, 3, 4, 5, 6, 7]);
      await prune(-FOREVER, 100);
      expect(await kept()).toEqual([5, 6, 7]);
      await current().shiftLeaseTime(3);
      await relay(userId, recorder("a"));
      expect(await traces(userId, "a")).toEqual([5, 6]);
      await prune(-FOREVER, 0);
      expect(await kept()).toEqual([7]);
      expect(await store.asUser(userId, (tx) => tx.events.bounds())).toEqual({ first: 7n, last: 7n });
    });

    test("whoever consumes here has a name of their own", () => {
      expect(new Set(CONSUMERS.map(({ name }) => name)).size).toBe(CONSUMERS.length);
    });
  });
}

/** The id just before this one. */
function before(userId: string): string {
  const digits = (BigInt(`0x${userId.replaceAll("-", "")}`) - 1n).toString(16).padStart(32, "0");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
