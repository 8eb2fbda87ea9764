import { describe, expect, test } from "vitest";
import type { Subject } from "../store-contract.ts";
import { goOn, openJob, over } from "./job-actions.ts";

/** What the executor of jobs remembers. */
export function jobContract(current: Subject): void {
  const open = () => openJob(current());

  describe("jobs", () => {
    test("an event begins its run once, however often it comes, and is told to it whole", async () => {
      const { functionId, event, send, claim } = open();
      const given = event({ userId: "u", n: 1 });
      expect(await send(given)).toEqual([given.id]);
      expect(await send(given)).toEqual([]);
      expect(await claim()).toMatchObject([{ functionId, event: given, call: { attempt: 0 }, steps: [], claims: 1 }]);
      expect(await claim()).toEqual([]);
    });

    test("another event with the same key begins nothing", async () => {
      const { event, send, claim } = open();
      await send(event(), { dedupeKey: "order 7" });
      await send(event(), { dedupeKey: "order 7" });
      expect(await claim()).toHaveLength(1);
    });

    test("a step that ended stays as it was, in the order of the ends; one that is told of again keeps its time", async () => {
      const { send, claimOne, settle, claim, shift } = open();
      await send();
      await settle(await claimOne(), {
        steps: [
          { id: "z", name: "z", state: "done", output: 1 },
          { id: "nap", name: "nap", state: "sleeping", afterSeconds: 60 },
          { id: "a", name: "a", state: "failed", output: { message: "no" } },
          { id: "p", name: "p", state: "planned", attempt: 0, afterSeconds: 100 },
        ],
        ...{ call: { attempt: 2, afterSeconds: 10 }, end: null },
      });
      expect(await claim()).toEqual([]);
      await shift(11);
      const early = await claimOne();
      expect(early).toMatchObject({ call: { attempt: 2 } });
      expect(early.steps.map(({ id, state, isDue }) => [id, state, isDue])).toEqual([
        ["z", "done", false],
        ["a", "failed", false],
        ["nap", "sleeping", false],
        ["p", "planned", false],
      ]);
      await settle(early, {
        steps: [
          { id: "z", name: "z", state: "done", output: 2 },
          { id: "nap", name: "nap", state: "sleeping", afterSeconds: 600 },
          { id: "p", name: "p", state: "planned", attempt: 0, afterSeconds: 0 },
        ],
        ...{ call: null, end: null },
      });
      expect(await claim()).toEqual([]);
      await shift(50);
      const later = await claimOne();
      expect(later.call).toBeNull();
      expect(later.steps.map(({ id, output, isDue }) => [id, output, isDue])).toEqual([
        ["z", 1, false],
        ["a", { message: "no" }, false],
        ["nap", null, true],
        ["p", null, false],
      ]);
      await settle(later, goOn({ id: "p", name: "p", state: "planned", attempt: 1, afterSeconds: 5 }));
      expect((await claimOne()).steps.at(-1)).toMatchObject({ id: "p", attempt: 1, isDue: false });
    });

    test("a wait ends with the first event that matches, also one that comes while its run is held", async () => {
      const { functionId, event, send, claimOne, claim, settle, shift } = open();
      await send(event({ orderId: 7 }));
      const name = `paid-${functionId}`;
      const waiting = { state: "waiting", afterSeconds: 3_600 } as const;
      const wait = { name, path: ["order", "id"], value: 7 };
      await settle(await claimOne(), {
        steps: [
          { id: "w1", name: "w1", ...waiting, wait },
          { id: "w2", name: "w2", ...waiting, wait: { name, path: null, value: null } },
          { id: "w3", name: "w3", ...waiting, wait: { name: "never", path: null, value: null } },
        ],
        ...{ call: null, end: null },
      });
      const pay = (id: unknown) => current().store.asSystem((tx) => tx.jobs.receive([{ event: paid(id), runs: [] }]));
      const paid = (id: unknown) => event({ order: { id } }, name);
      expect(await claim()).toEqual([]);
      await pay(8);
      const held = await claimOne();
      expect(held.call).toEqual({ attempt: 0 });
      expect(held.steps.map(({ id, state }) => `${id} ${state}`)).toEqual(["w2 done", "w1 waiting", "w3 waiting"]);
      await pay(7);
      await settle(held, { steps: [], call: null, end: null });
      expect((await claimOne()).call).toEqual({ attempt: 0 });
      // Whoever was told of it dies, and the next one is told too.
      await shift(31);
      const next = await claimOne();
      expect(next.call).toEqual({ attempt: 0 });
      expect(next.steps[1]).toMatchObject({ id: "w1", state: "done", output: { name, data: { order: { id: 7 } } } });
      await settle(next, { steps: [], call: null, end: null });
      expect(await claim()).toEqual([]);
      await shift(3_601);
      expect((await claimOne()).steps.at(-1)).toMatchObject({ id: "w3", isDue: true });
    });

    test("a schedule is kept as it stands, taken when its time has come, and moved on", async () => {
      const { functionId, store, shift } = open();
      const jobs = <T>(work: Parameters<typeof store.asSystem<T>>[0]) => store.asSystem(work);
      const now = await jobs((tx) => tx.jobs.now());
      const nextAt = new Date(now.getTime() + 60_000);
      const schedule = { functionId, cron: "* * * * *", nextAt };
      await jobs((tx) => tx.jobs.schedule([schedule], [functionId]));
      await jobs((tx) => tx.jobs.schedule([{ ...schedule, nextAt: new Date(0) }], [functionId]));
      expect(await jobs((tx) => tx.jobs.takeDue([functionId]))).toEqual([]);
      await shift(61);
      const moved = { ...schedule, nextAt: new Date(nextAt.getTime() + 60_000) };
      await jobs(async (tx) => {
        expect(await tx.jobs.takeDue([functionId])).toEqual([schedule]);
        await tx.jobs.moveOn(moved);
        expect(await tx.jobs.takeDue([functionId])).toEqual([]);
      });
      await shift(61);
      expect(await jobs((tx) => tx.jobs.takeDue([functionId]))).toEqual([moved]);
      await jobs((tx) => tx.jobs.schedule([], [functionId]));
      expect(await jobs((tx) => tx.jobs.takeDue([functionId]))).toEqual([]);
    });

    test("a call is let in once, for longer than its signature holds", async () => {
      const { shift, store } = open();
      const signature = current().ids.next();
      const admit = () => store.asSystem((tx) => tx.jobs.admitCall(signature));
      expect((await Promise.all([admit(), admit()])).sort()).toEqual([false, true]);
      await shift(1_000);
      await store.asSystem((tx) => tx.jobs.prune({ keptSeconds: 1e9, most: 1_000 }));
      expect(await admit()).toBe(false);
      await shift(3_000);
      await store.asSystem((tx) => tx.jobs.prune({ keptSeconds: 1e9, most: 1_000 }));
      expect(await admit()).toBe(true);
    });

    test("what ended long ago is dropped with its event, and nothing that is open", async () => {
      const { event, send, claimOne, settle, shift, store } = open();
      const ended = event();
      await send(ended);
      await settle(await claimOne(), goOn({ id: "a", name: "a", state: "done", output: 1 }));
      await settle(await claimOne(), over("completed"));
      const open_ = event();
      await send(open_);
      await shift(100);
      expect(await store.asSystem((tx) => tx.jobs.prune({ keptSeconds: 50, most: 1_000 }))).toBeGreaterThanOrEqual(2);
      expect(await claimOne()).toMatchObject({ event: open_ });
      expect(await send(ended)).toEqual([ended.id]);
      expect(await send(open_)).toEqual([]);
    });
  });
}
