import type { LooseCall } from "@procode/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Subject } from "../store-contract.ts";
import { endOf, finish, newAnswer, newPerson } from "./actions.ts";

export function usageContract(current: Subject): void {
  describe("usage", () => {
    const usage = (userId: string, since = new Date(0)) =>
      current().store.asUser(userId, (tx) => tx.responses.usage({ since, now: current().clock.now() }));
    const claimDue = async (userId: string) =>
      (await current().store.asSystem((tx) => tx.generations.claimUnsettled(1_000))).filter(
        (call) => call.userId === userId,
      );

    test("nobody who asked nothing spent anything", async () => {
      expect(await usage(await newPerson(current()))).toEqual({
        ...{
          answers: 0,
          promptTokens: 0,
          completionTokens: 0,
          costUsd: "0",
          todayUsd: "0",
          monthUsd: "0",
          costUnknown: 0,
          byModel: [],
        },
      });
    });

    test("sums are exact, by model and by day", async () => {
      const { clock, store } = current();
      const userId = await newPerson(current());
      const add = async (model: string, costUsd: string | null, costState: "reported" | "unknown" = "reported") =>
        finish(
          current(),
          await newAnswer(current(), userId, current().ids.next()),
          endOf(current(), { model, costUsd, costState }),
        );
      await add("a/one", "0.1");
      clock.advance(40 * 86_400_000);
      const since = clock.now();
      const spentBefore = await store.asSystem((tx) => tx.spend.since(since));
      await add("a/one", "0.1");
      await add("b/two", "0.2");
      await add("b/two", null, "unknown");
      await add("c/tiny", "0.000000000000000001");
      expect(await usage(userId, since)).toEqual({
        ...{ answers: 4, promptTokens: 40, completionTokens: 80, costUnknown: 1 },
        ...{ costUsd: "0.300000000000000001", todayUsd: "0.300000000000000001", monthUsd: "0.300000000000000001" },
        byModel: [
          { model: "b/two", answers: 2, costUsd: "0.2" },
          { model: "a/one", answers: 1, costUsd: "0.1" },
          { model: "c/tiny", answers: 1, costUsd: "0.000000000000000001" },
        ],
      });
      expect(await usage(userId)).toMatchObject({ answers: 5, costUsd: "0.400000000000000001" });
      expect(spentBefore).toBe("0");
      expect(await store.asSystem((tx) => tx.spend.since(since))).toBe("0.300000000000000001");
    });

    test("a cost that came late is settled once, into the answer, the conversation and the sums", async () => {
      const { store, shiftLeaseTime } = current();
      const userId = await newPerson(current());
      const answer = await newAnswer(current(), userId, current().ids.next());
      await finish(
        current(),
        answer,
        endOf(current(), { state: "stopped", costUsd: null, costState: "pending", completionTokens: null }),
      );
      expect(await usage(userId)).toMatchObject({ answers: 1, costUsd: "0", costUnknown: 0 });
      const [first, second] = await Promise.all([claimDue(userId), claimDue(userId)]);
      const { generationId, messageId, conversationId } = answer;
      expect([...first, ...second]).toMatchObject([
        { userId, generationId, messageId, providerId: "gen-1", attempt: 1, tries: 1 },
      ]);
      await shiftLeaseTime(1);
      expect(await claimDue(userId)).toEqual([]);
      await shiftLeaseTime(2);
      expect(await claimDue(userId)).toMatchObject([{ generationId, tries: 2 }]);
      for (const costUsd of ["0.0042", "9"]) {
        await store.asUser(userId, (tx) =>
          tx.responses.settle(generationId, { promptTokens: null, completionTokens: 33, costUsd }),
        );
      }
      await shiftLeaseTime(3_600);
      expect(await claimDue(userId)).toEqual([]);
      expect(await usage(userId)).toMatchObject({ promptTokens: 10, completionTokens: 33, costUsd: "0.0042" });
      expect((await store.asUser(userId, (tx) => tx.messages.findById(messageId)))?.receipt).toMatchObject({
        costUsd: "0.0042",
        costState: "reported",
        completionTokens: 33,
      });
      expect(await store.asUser(userId, (tx) => tx.conversations.findById(conversationId))).toMatchObject({
        costUsd: "0.0042",
      });
    });

    test("a cost that never comes is unknown and in no sum", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      const answer = await newAnswer(current(), userId, current().ids.next());
      await finish(current(), answer, endOf(current(), { costUsd: null, costState: "pending" }));
      await store.asUser(userId, (tx) =>
        tx.responses.settle(answer.generationId, { promptTokens: null, completionTokens: null, costUsd: null }),
      );
      expect(await usage(userId)).toMatchObject({ costUsd: "0", costUnknown: 1 });
      expect((await store.asUser(userId, (tx) => tx.messages.findById(answer.messageId)))?.receipt).toMatchObject({
        costUsd: null,
        costState: "unknown",
      });
    });

    test("a call without a conversation counts once: pending while it runs, replaced by its end", async () => {
      const { store, clock, ids, shiftLeaseTime } = current();
      const userId = await newPerson(current());
      const generationId = ids.next();
      const record = (change: Partial<LooseCall>) =>
        store.asUser(userId, (tx) =>
          tx.responses.record({ ...endOf(current()), generationId, dueInSeconds: 0, at: clock.now(), ...change }),
        );
      await record({
        state: "interrupted",
        costUsd: null,
        costState: "pending",
        dueInSeconds: 900,
        completionTokens: null,
      });
      const costOf = (asker: string) => store.asUser(asker, (tx) => tx.proactive.costOf(generationId));
      expect(await claimDue(userId)).toEqual([]);
      expect(await usage(userId)).toMatchObject({ answers: 1, costUsd: "0", completionTokens: 0 });
      expect(await costOf(userId)).toBeNull();
      await record({ costUsd: "0.000000000000000007", model: "b/two" });
      await record({ costUsd: "9", model: "c/three" });
      await shiftLeaseTime(3_600);
      expect(await claimDue(userId)).toEqual([]);
      expect(await costOf(userId)).toBe("0.000000000000000007");
      expect(await costOf(await newPerson(current()))).toBeNull();
      expect(await usage(userId)).toMatchObject({
        ...{ answers: 1, costUsd: "0.000000000000000007", todayUsd: "0.000000000000000007", completionTokens: 20 },
        byModel: [{ model: "b/two", answers: 1 }],
      });
    });

    test("a call without a conversation whose process died is settled when it can not run any more", async () => {
      const { store, clock, ids, shiftLeaseTime } = current();
      const userId = await newPerson(current());
      const generationId = ids.next();
      const pending = { ...endOf(current()), costUsd: null, costState: "pending" as const, dueInSeconds: 900 };
      await store.asUser(userId, (tx) => tx.responses.record({ ...pending, generationId, at: clock.now() }));
      await shiftLeaseTime(899);
      expect(await claimDue(userId)).toEqual([]);
      await shiftLeaseTime(2);
      expect(await claimDue(userId)).toMatchObject([
        { generationId, messageId: null, providerId: "gen-1", attempt: 1 },
      ]);
      await store.asUser(userId, (tx) =>
        tx.responses.settle(generationId, { promptTokens: 3, completionTokens: 4, costUsd: "0.5" }),
      );
      expect(await usage(userId)).toMatchObject({ answers: 1, promptTokens: 3, completionTokens: 4, costUsd: "0.5" });
    });

    test("whose responses are in no day yet is found by age, and a few people at a time", async () => {
      const { store, clock, ids } = current();
      const people = [await newPerson(current()), await newPerson(current())].sort();
      for (const userId of people)
        await finish(current(), await newAnswer(current(), userId, ids.next()), endOf(current(), {}));
      const find = (change: { before?: Date; after?: string; limit?: number }) => {
        const input = { before: new Date(clock.now().getTime() + 1), after: ids.next(), limit: 10_000, ...change };
        return store.asSystem((tx) => tx.spend.findNotRolledUp(input));
      };
      const all = await find({ after: "00000000-0000-0000-0000-000000000000" });
      expect(all).toEqual(expect.arrayContaining(people));
      expect(all).toEqual(all.toSorted());
      const [first = "", second = ""] = people;
      expect(await find({ after: first })).not.toContain(first);
      expect(await find({ after: "00000000-0000-0000-0000-000000000000", limit: 1 })).toEqual(all.slice(0, 1));
      expect(await find({ after: "00000000-0000-0000-0000-000000000000", before: new Date(0) })).toEqual([]);
      await store.asUser(second, (tx) => tx.responses.rollUp());
      expect(await find({ after: "00000000-0000-0000-0000-000000000000" })).not.toContain(second);
    });

    test("days and the rest of the responses together are what every response adds up to, however they come", async () => {
      const step = fc.oneof(
        fc.record({
          kind: fc.constant("answer" as const),
          model: fc.constantFrom("a/one", "b/two"),
          cost: fc.nat(10 ** 9),
          state: fc.constantFrom("reported" as const, "pending" as const, "unknown" as const),
        }),
        fc.record({ kind: fc.constant("loose" as const), cost: fc.nat(10 ** 9) }),
        fc.record({ kind: fc.constant("settle" as const), cost: fc.option(fc.nat(10 ** 9)) }),
        fc.record({ kind: fc.constant("roll" as const) }),
        fc.record({ kind: fc.constant("pass" as const), minutes: fc.nat(60 * 30) }),
      );
      const usd = (units: number) => `0.${String(units).padStart(12, "0")}`;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.integer({ min: 1, max: 20 }), async (steps, days) => {
          const { store, clock, ids } = current();
          const userId = await newPerson(current());
          type Call = {
            id: string;
            model: string;
            units: number | null;
            isUnknown: boolean;
            isPending: boolean;
            at: Date;
          };
          const calls: Call[] = [];
          for (const one of steps) {
            const at = clock.now();
            if (one.kind === "pass") clock.advance(one.minutes * 60_000);
            else if (one.kind === "roll") await store.asUser(userId, (tx) => tx.responses.rollUp());
            else if (one.kind === "answer") {
              const answer = await newAnswer(current(), userId, ids.next());
              const isTold = one.state === "reported";
              const end = { model: one.model, costState: one.state, costUsd: isTold ? usd(one.cost) : null };
              await finish(current(), answer, endOf(current(), end));
              const [units, isPending] = [isTold ? one.cost : null, one.state === "pending"];
              calls.push({
                ...{ id: answer.generationId, model: one.model, units, at, isPending },
                isUnknown: one.state === "unknown",
              });
            } else if (one.kind === "loose") {
              const call = {
                ...endOf(current(), { model: "c/loose", costUsd: usd(one.cost) }),
                generationId: ids.next(),
              };
              await store.asUser(userId, (tx) => tx.responses.record({ ...call, dueInSeconds: 0, at }));
              calls.push({
                id: call.generationId,
                model: "c/loose",
                units: one.cost,
                at,
                isPending: false,
                isUnknown: false,
              });
            } else {
              const call = calls.find(({ isPending }) => isPending);
              if (!call) continue;
              const costUsd = one.cost === null ? null : usd(one.cost);
              await store.asUser(userId, (tx) =>
                tx.responses.settle(call.id, { promptTokens: null, completionTokens: null, costUsd }),
              );
              Object.assign(call, { isPending: false, units: one.cost, isUnknown: one.cost === null });
            }
          }
          const now = clock.now();
          const midnight = new Date(now).setUTCHours(0, 0, 0, 0);
          const month = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
          const since = now.getTime() - days * 86_400_000;
          const from = (ms: number) => calls.filter(({ at }) => at.getTime() >= ms);
          const units = (some: Call[]) => BigInt(some.reduce((sum, call) => sum + (call.units ?? 0), 0));
          const unitsOf = (sum: string) => {
            const [whole = "", fraction = ""] = sum.split(".");
            return BigInt(whole + fraction.padEnd(12, "0"));
          };
          const got = await usage(userId, new Date(since));
          const asked = from(since);
          expect(got).toMatchObject({
            answers: asked.length,
            promptTokens: asked.length * 10,
            completionTokens: asked.length * 20,
          });
          expect(got.costUnknown).toBe(asked.filter(({ isUnknown }) => isUnknown).length);
          expect([got.costUsd, got.todayUsd, got.monthUsd].map(unitsOf)).toEqual([
            units(asked),
            units(from(midnight)),
            units(from(month)),
          ]);
          const models = [...new Set(asked.map(({ model }) => model))].map((model) =>
            asked.filter((call) => call.model === model),
          );
          expect(
            got.byModel.map(({ model, answers, costUsd }) => `${model} ${answers} ${unitsOf(costUsd)}`).toSorted(),
          ).toEqual(models.map((some) => `${some[0]?.model} ${some.length} ${units(some)}`).toSorted());
        }),
        { numRuns: 15 },
      );
    });

    test("what a conversation cost is the exact sum of its answers", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 1, maxLength: 5 }),
          async (units) => {
            const userId = await newPerson(current());
            for (const unit of units) {
              const costUsd = `${unit / 10n ** 12n}.${String(unit % 10n ** 12n).padStart(12, "0")}`;
              await finish(
                current(),
                await newAnswer(current(), userId, current().ids.next()),
                endOf(current(), { costUsd }),
              );
            }
            const sum = units.reduce((total, unit) => total + unit, 0n);
            const [whole = "", fraction = ""] = (await usage(userId)).costUsd.split(".");
            expect(BigInt(whole + fraction.padEnd(12, "0"))).toBe(sum);
          },
        ),
        { numRuns: 10 },
      );
    });
  });
}
