import { describe, expect, test } from "vitest";
import type { Subject } from "../store-contract.ts";
import { goOn, openJob, over } from "./job-actions.ts";

/** Who holds a run of a job, and how many at once. */
export function jobClaimContract(current: Subject): void {
  const open = () => openJob(current());

  describe("jobs", () => {
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
  });
}
