import type { ClaimedJobRun, JobClaim, JobEvent, JobProgress, JobStepChange, NewJobRun } from "@procode/core";
import { describe, expect, test } from "vitest";
import type { Subject } from "../store-contract.ts";

const CALL_NOW = { attempt: 0, afterSeconds: 0 };
const goOn = (...steps: JobStepChange[]): JobProgress => ({ steps, call: CALL_NOW, end: null });
const over = (state: "completed" | "failed", output: unknown = null): JobProgress => ({
  ...{ steps: [], call: null },
  end: { state, output },
});

/** What the executor of jobs remembers. */
export function jobContract(current: Subject): void {
  let count = 0;
  /** A function that nobody else knows, and what is done with its runs. */
  function open(change: Partial<NewJobRun> = {}) {
    const { store, ids } = current();
    const functionId = `function-${++count}`;
    const event = (data: Record<string, unknown> = {}, name = functionId): JobEvent => ({
      ...{ id: ids.next(), name, data },
      at: new Date("2026-11-24T12:00:00Z"),
    });
    const send = (given = event(), also: Partial<NewJobRun> = {}) => {
      const run = { id: ids.next(), functionId, dedupeKey: given.id, slots: [], throttle: null, ...change, ...also };
      return store.asSystem((tx) => tx.jobs.receive([{ event: given, runs: [run] }]));
    };
    const workerId = ids.next();
    const claim = (most = 10, change: Partial<JobClaim> = {}) =>
      store.asSystem((tx) =>
        tx.jobs.claim({
          ...{ workerId, leaseSeconds: 30, sparesSilent: false, rooms: [{ functionId, most }] },
          ...change,
        }),
      );
    const beat = (id: string) => store.asSystem((tx) => tx.generations.heartbeat(id, 3));
    const claimOne = async (): Promise<ClaimedJobRun> => {
      const [run] = await claim();
      if (!run) throw new Error("Nothing was due.");
      return run;
    };
    const settle = (run: ClaimedJobRun, progress: JobProgress) => store.asSystem((tx) => tx.jobs.settle(run, progress));
    const shift = (seconds: number) => current().shiftLeaseTime(seconds);
    return { functionId, event, send, claim, claimOne, settle, shift, store, workerId, beat };
  }

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

    test("a run whose holder died is taken after its lease, and the dead one's word changes nothing", async () => {
      const { send, claim, claimOne, settle, shift, store } = open();
      await send();
      const dead = await claimOne();
      expect(await store.asSystem((tx) => tx.jobs.extend(dead, 30))).toBe(true);
      await shift(31);
      const heir = await claimOne();
      expect(heir).toMatchObject({ id: dead.id, fence: dead.fence + 1, claims: 2 });
      expect(await store.asSystem((tx) => tx.jobs.extend(dead, 30))).toBe(false);
      expect(await settle(dead, goOn({ id: "a", name: "a", state: "done", output: "late" }))).toBe(false);
      expect(await settle(heir, goOn({ id: "a", name: "a", state: "done", output: { n: 1 } }))).toBe(true);
      const next = await claimOne();
      expect(next).toMatchObject({ claims: 1, steps: [{ id: "a", state: "done", output: { n: 1 } }] });
      expect(await settle(next, over("completed", "fine"))).toBe(true);
      expect(await settle(next, over("failed"))).toBe(false);
      await shift(3_600);
      expect(await claim()).toEqual([]);
    });

    test("what a process held that is silent is another's before its lease ends, also where one slot is all there is; the dead one's word changes nothing", async () => {
      const { functionId, event, send, claim, settle, shift, beat, workerId, store } = open();
      const slots = [{ key: functionId, most: 1 }];
      const other = { workerId: current().ids.next() };
      for (const living of [workerId, other.workerId]) await beat(living);
      await send(event(), { slots });
      await send(event(), { slots });
      const [held, ...more] = await claim();
      expect([more, await claim(10, other)]).toEqual([[], []]);
      await shift(4);
      // Who is silent itself can not tell, and who comes back from an outage waits for the others.
      expect(await claim(10, other)).toEqual([]);
      await beat(other.workerId);
      expect(await claim(10, { ...other, sparesSilent: true })).toEqual([]);
      const [heir, ...none] = await claim(10, other);
      expect([heir, none]).toMatchObject([{ id: held?.id, fence: 2, claims: 2 }, []]);
      await beat(workerId);
      expect(await claim()).toEqual([]);
      if (!held || !heir) throw new Error("Nothing was due.");
      expect(await store.asSystem((tx) => tx.jobs.extend(held, 30))).toBe(false);
      expect(await settle(held, over("completed"))).toBe(false);
      expect(await settle(heir, over("completed"))).toBe(true);
    });

    test("a process that never said that it lives holds its own runs until their lease ends", async () => {
      const { send, claim, shift } = open();
      await send();
      expect(await claim()).toHaveLength(1);
      expect(await claim()).toEqual([]);
      await shift(31);
      expect(await claim()).toHaveLength(1);
    });

    test("each function has a queue of its own: one run waits behind nobody's thousand older ones", async () => {
      const [many, few] = [open(), open()];
      for (let n = 0; n < 50; n++) await many.send();
      await few.shift(1);
      await few.send();
      const rooms = [
        { functionId: many.functionId, most: 2 },
        { functionId: few.functionId, most: 2 },
      ];
      const taken = await many.claim(0, { rooms });
      expect(taken.map(({ functionId }) => functionId).sort()).toEqual(
        [many.functionId, many.functionId, few.functionId].sort(),
      );
      expect(await many.claim(0)).toEqual([]);
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
      const { event, send, claimOne, claim, settle, shift } = open();
      await send(event({ orderId: 7 }));
      const name = `paid-${count}`;
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

    test("no more than its slots are held, whoever asks at the same moment, and one full slot hides nobody", async () => {
      const { functionId, event, send, claim, settle } = open();
      const slot = (key: string, most: number) => ({ key: `${functionId}/${key}`, most });
      for (let n = 0; n < 12; n++) await send(event({ who: "ada" }), { slots: [slot("all", 5), slot("ada", 2)] });
      await send(event(), { slots: [slot("all", 5), slot("grace", 2)] });
      const taken = (await Promise.all([claim(3), claim(3), claim(3)])).flat();
      expect(taken).toHaveLength(3);
      const one = taken.find(({ event: { data } }) => data["who"] === "ada");
      if (one) await settle(one, over("completed"));
      expect(await claim()).toHaveLength(1);
      expect(await claim()).toEqual([]);
    });

    test("runs begin at the pace of their throttle, and what began goes on", async () => {
      const { functionId, event, send, claim, settle, shift } = open();
      const throttle = { key: `${functionId}/all`, everyMs: 10_000, burst: 2 };
      for (let n = 0; n < 5; n++) await send(event(), { throttle });
      const begun = await claim();
      expect(begun).toHaveLength(2);
      expect(await claim()).toEqual([]);
      for (const run of begun) await settle(run, goOn());
      expect(await claim()).toHaveLength(2);
      await shift(10);
      expect(await claim()).toHaveLength(1);
      await shift(35);
      expect((await claim()).length).toBeGreaterThanOrEqual(2);
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
