import { describe, expect, test } from "vitest";
import type { Subject } from "../store-contract.ts";
import { type Answer, appendPart, endOf, finish, newAnswer, newPerson } from "./actions.ts";

const LEASE_SECONDS = 10;

export function generationContract(current: Subject): void {
  describe("generations", () => {
    const beat = (workerId: string) =>
      current().store.asSystem((tx) => tx.generations.heartbeat(workerId, LEASE_SECONDS));
    const claim = (workerId: string, limit = 100, knows: string[] = [], at = new Date(0)) =>
      current().store.asSystem((tx) => tx.generations.claimOrphans({ workerId, knows, at }, limit));
    const stopsOf = async (workerId: string) =>
      (await beat(workerId)).own.filter(({ stopRequested }) => stopRequested).map(({ id }) => id);
    const newWorker = async () => {
      const id = current().ids.next();
      await beat(id);
      return id;
    };

    test("parts are joined in their order, whatever order they were stored in; one that comes again longer replaces itself", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      const answer = await newAnswer(current(), userId, await newWorker());
      await appendPart(current(), answer, 5, " world");
      await appendPart(current(), answer, 0, "Hello");
      await appendPart(current(), answer, 5, " world!");
      await appendPart(current(), answer, 5, " wor");
      const { generationId } = answer;
      expect(await store.asUser(userId, (tx) => tx.generations.readText(generationId))).toBe("Hello world!");
      expect(await store.asUser(userId, (tx) => tx.generations.findById(generationId))).toMatchObject({
        state: "running",
        providerId: "gen-1",
        fence: 1,
        attempt: 1,
      });
    });

    test("what is new is read alone, and what is there at one moment", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      const answer = await newAnswer(current(), userId, await newWorker());
      const { generationId, messageId } = answer;
      const readOn = (offset: number) => store.asUser(userId, (tx) => tx.generations.readOn(generationId, offset));
      const running = { isRunning: true, messageId };
      expect(await readOn(0)).toEqual({ ...running, text: "", end: 0 });
      await appendPart(current(), answer, 0, "Hello");
      await appendPart(current(), answer, 5, " 🐢");
      await appendPart(current(), answer, 8, " world");
      const whole = "Hello 🐢 world";
      for (let offset = 0; offset <= whole.length + 3; offset++)
        expect(await readOn(offset)).toEqual({ ...running, text: whole.slice(offset), end: whole.length });
      await finish(current(), answer, endOf(current()));
      expect(await readOn(5)).toMatchObject({ isRunning: false, messageId });
      const other = await newPerson(current());
      expect(await store.asUser(other, (tx) => tx.generations.readOn(generationId, 0))).toBeNull();
      expect(await store.asUser(userId, (tx) => tx.generations.readOn(current().ids.next(), 0))).toBeNull();
    });

    test("the parts of many streams are stored in one call", async () => {
      const { store } = current();
      const workerId = await newWorker();
      const answers: Answer[] = [];
      for (let index = 0; index < 5; index++)
        answers.push(await newAnswer(current(), await newPerson(current()), workerId));
      const stored = await store.asSystem((tx) =>
        tx.generations.appendParts(
          answers.map(({ userId, generationId, owner }, index) => ({
            userId,
            generationId,
            owner,
            offset: 0,
            text: `part ${index}`,
            providerId: null,
          })),
        ),
      );
      expect(stored.toSorted()).toEqual(answers.map(({ generationId }) => generationId).toSorted());
      for (const [index, { userId, generationId }] of answers.entries()) {
        expect(await store.asUser(userId, (tx) => tx.generations.readText(generationId))).toBe(`part ${index}`);
      }
    });

    test("the end writes the receipt and the cost, drops the parts, and comes once", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      const answer = await newAnswer(current(), userId, await newWorker());
      await appendPart(current(), answer, 0, "Hello");
      expect(await store.asUser(userId, (tx) => tx.generations.listRunning(answer.conversationId))).toHaveLength(1);
      expect(await finish(current(), answer, endOf(current(), { costUsd: "0.00012" }))).toBe(true);
      expect(await finish(current(), answer, endOf(current()))).toBe(false);
      await appendPart(current(), answer, 5, " late");
      expect(await store.asUser(userId, (tx) => tx.generations.readText(answer.generationId))).toBe("");
      expect(await store.asUser(userId, (tx) => tx.generations.listRunning())).toEqual([]);
      const message = await store.asUser(userId, (tx) => tx.messages.findByGeneration(answer.generationId));
      expect(message).toEqual(await store.asUser(userId, (tx) => tx.messages.findById(answer.messageId)));
      expect(message?.receipt).toEqual({
        ...{ model: "test/model", promptTokens: 10, completionTokens: 20, costUsd: "0.00012", costState: "reported" },
        ...{ firstTokenMs: 100, totalMs: 900, finishReason: "stop" },
      });
      expect(await store.asUser(userId, (tx) => tx.conversations.findById(answer.conversationId))).toMatchObject({
        costUsd: "0.00012",
      });
    });

    test("an answer is final once it ended, and so is what is told of it", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      const answer = await newAnswer(current(), userId, await newWorker());
      const failure = { reason: "provider-busy", retryAfterSeconds: 7 } as const;
      const endWith = (text: string) =>
        finish(current(), answer, { ...endOf(current(), { state: "failed", failure }), text });
      expect(await endWith("half")).toBe(true);
      const { last } = await store.asUser(userId, (tx) => tx.events.bounds());
      expect(await endWith("late")).toBe(false);
      expect(await store.asUser(userId, (tx) => tx.messages.findById(answer.messageId))).toMatchObject({
        ...{ status: "failed", text: "half", failure },
      });
      expect((await store.asUser(userId, (tx) => tx.events.bounds())).last).toBe(last);
    });

    test("a stop reaches the owner by its heartbeat, and only while the answer runs", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      const workerId = await newWorker();
      const answer = await newAnswer(current(), userId, workerId);
      const stop = () => store.asUser(userId, (tx) => tx.generations.requestStop(answer.generationId));
      expect(await stopsOf(workerId)).toEqual([]);
      expect(await stop()).toBe(true);
      expect(await stopsOf(workerId)).toEqual([answer.generationId]);
      expect(await stopsOf(await newWorker())).toEqual([]);
      await finish(current(), answer, endOf(current(), { state: "stopped" }));
      expect(await stop()).toBe(false);
      expect(await stopsOf(workerId)).toEqual([]);
    });

    test("the answers of a living worker are never taken; those of a dead one go to one caller each, with a new fence", async () => {
      const { shiftLeaseTime, ids } = current();
      const userId = await newPerson(current());
      const [living, dead] = [await newWorker(), await newWorker()];
      const kept = await newAnswer(current(), userId, living);
      const lost = [];
      for (let index = 0; index < 6; index++) lost.push(await newAnswer(current(), userId, dead));
      const mine = new Set([kept, ...lost].map(({ generationId }) => generationId));
      await shiftLeaseTime(LEASE_SECONDS - 2);
      await beat(living);
      expect((await claim(ids.next())).filter(({ id }) => mine.has(id))).toEqual([]);
      await shiftLeaseTime(3);
      const claimers = await Promise.all([1, 2, 3].map(() => newWorker()));
      const claimed = (await Promise.all(claimers.map((workerId) => claim(workerId))))
        .flat()
        .filter(({ id }) => mine.has(id));
      expect(claimed.map(({ id }) => id).sort()).toEqual(lost.map(({ generationId }) => generationId).sort());
      for (const generation of claimed)
        expect(generation).toMatchObject({ userId, fence: 2, state: "running", isOwn: false });
      for (const generation of claimed) expect(claimers).toContain(generation.workerId);
    });

    test("how an answer is to be written stays with it, for whoever takes it over", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      const options = {
        model: { temperature: 0.25, stop: ["\n", "Ende 👋"], seed: 7 },
        instructions: 'Kurz, "bitte".',
      };
      const { generationId } = await newAnswer(current(), userId, await newWorker(), { options });
      expect(await store.asUser(userId, (tx) => tx.generations.findById(generationId))).toMatchObject({ options });
      const plain = await newAnswer(current(), userId, await newWorker());
      expect(await store.asUser(userId, (tx) => tx.generations.findById(plain.generationId))).toMatchObject({
        options: null,
      });
      await current().shiftLeaseTime(LEASE_SECONDS + 1);
      const taken = (await claim(current().ids.next(), 1_000)).find(({ id }) => id === generationId);
      expect(taken).toMatchObject({ userId, options });
    });

    test("a worker that left, and one that never was, own nothing", async () => {
      const { store, ids } = current();
      const userId = await newPerson(current());
      const worker = await newWorker();
      const answers = [await newAnswer(current(), userId, worker), await newAnswer(current(), userId, ids.next())];
      await store.asSystem((tx) => tx.generations.leave(worker));
      const claimed = (await claim(await newWorker())).filter((generation) => generation.userId === userId);
      expect(claimed.map(({ id, state }) => [id, state]).sort()).toEqual(
        [
          [answers[0]?.generationId, "running"],
          [answers[1]?.generationId, "running"],
        ].sort(),
      );
    });

    test("a worker takes its own that it does not know, such as one whose commit it never heard of, and no newer one", async () => {
      const { store, ids, clock } = current();
      const userId = await newPerson(current());
      const worker = await newWorker();
      const [unheard, known] = [await newAnswer(current(), userId, worker), await newAnswer(current(), userId, worker)];
      const take = (by: string, at: Date) => claim(by, 100, [known.generationId], at);
      const now = clock.now();
      expect(await take(worker, now)).toEqual([]);
      const later = new Date(now.getTime() + 1);
      expect(await take(ids.next(), later)).toEqual([]);
      expect(await take(worker, later)).toMatchObject([
        { userId, id: unheard.generationId, workerId: worker, fence: 2, state: "running", attempt: 1, isOwn: true },
      ]);
      expect(await finish(current(), unheard, endOf(current()))).toBe(false);
      expect(await store.asUser(userId, (tx) => tx.generations.findById(known.generationId))).toMatchObject({
        fence: 1,
      });
    });

    test("a worker whose lease lapsed takes nothing before it beats again, and hears then, once, that it had lapsed", async () => {
      const worker = await newWorker();
      expect(await beat(worker)).toEqual({ own: [], lapsed: false });
      const answer = await newAnswer(current(), await newPerson(current()), await newWorker());
      await current().shiftLeaseTime(LEASE_SECONDS + 1);
      expect(await claim(worker, 1_000)).toEqual([]);
      expect(await beat(worker)).toEqual({ own: [], lapsed: true });
      expect((await claim(worker, 1_000)).map(({ id }) => id)).toContain(answer.generationId);
      expect(await beat(worker)).toMatchObject({ lapsed: false });
    });

    test("an owner that lost its answer changes nothing any more", async () => {
      const { store, clock } = current();
      const userId = await newPerson(current());
      const worker = await newWorker();
      const stale = await newAnswer(current(), userId, worker);
      await appendPart(current(), stale, 0, "kept");
      await store.asSystem((tx) => tx.generations.leave(worker));
      const heir = await newWorker();
      await claim(heir);
      await appendPart(current(), stale, 4, " and lost");
      expect(await finish(current(), stale, endOf(current()))).toBe(false);
      expect(
        await store.asUser(userId, (tx) => tx.generations.start(stale.generationId, stale.owner, clock.now())),
      ).toBe(false);
      const owner = { workerId: heir, fence: 2 };
      expect(await store.asUser(userId, (tx) => tx.generations.readText(stale.generationId))).toBe("kept");
      expect(await finish(current(), { ...stale, owner: { ...owner, fence: 1 } }, endOf(current()))).toBe(false);
      expect(await finish(current(), { ...stale, owner }, endOf(current(), { state: "interrupted" }))).toBe(true);
    });

    test("a start is the next attempt, and the dead one is accounted for", async () => {
      const { store, clock } = current();
      const userId = await newPerson(current());
      const worker = await newWorker();
      const answer = await newAnswer(current(), userId, worker);
      await store.asSystem((tx) => tx.generations.leave(worker));
      const heir = await newWorker();
      await claim(heir);
      const owner = { workerId: heir, fence: 2 };
      expect(await store.asUser(userId, (tx) => tx.generations.start(answer.generationId, owner, clock.now()))).toBe(
        true,
      );
      expect(await store.asUser(userId, (tx) => tx.generations.findById(answer.generationId))).toMatchObject({
        attempt: 2,
        state: "running",
        workerId: heir,
      });
      expect(await finish(current(), { ...answer, owner }, endOf(current()))).toBe(true);
      const usage = await store.asUser(userId, (tx) => tx.responses.usage({ since: new Date(0), now: clock.now() }));
      expect(usage).toMatchObject({ answers: 2, costUnknown: 1, costUsd: "0.001" });
    });
  });
}
