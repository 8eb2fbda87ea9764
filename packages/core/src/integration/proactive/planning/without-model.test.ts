import { describe, expect, it } from "vitest";
import { ProcodeError } from "../../../procode-error.ts";
import { createTestContext, type TestContext } from "../../../testing/create-test-context.ts";
import { openProactivePerson } from "../../../testing/proactive/open-proactive-person.ts";
import { answerWith } from "../../../testing/scripted-provider.ts";
import { addProactiveSchedule } from "../control/add-proactive-schedule.ts";
import { planProactive } from "./plan-proactive.ts";

const MINUTE = 60_000;
const isAway = (): never => {
  throw new ProcodeError("UNAVAILABLE", "away", { reason: "provider-down" });
};

/** Somebody at nine, for whom a model can do nothing in this hour. */
async function open(script: TestContext["models"]["script"], budgetUsd: string) {
  const base = createTestContext();
  const opened = await openProactivePerson(base);
  await opened.save({ budgetUsd, caps: { perDay: 1, perWeek: 1 } });
  base.models.script = script;
  const { userId, job } = opened;
  const due = (minutes: number) => new Date(base.clock.now().getTime() + minutes * MINUTE);
  const plan = () => planProactive(job, { userId, at: base.clock.now() });
  async function planned() {
    const rows = await base.store.asUser(userId, (tx) => tx.proactive.listSince(new Date(0)));
    return rows
      .map(({ text, model, generationId, scheduledFor }) => [
        scheduledFor.toISOString().slice(11, 16),
        text,
        model ?? generationId,
      ])
      .sort();
  }
  const lastReason = async () =>
    (await base.store.asUser(userId, (tx) => tx.proactive.listDecisions(1)))[0]?.reasons.at(-1)?.said;
  return { ...opened, base, due, plan, planned, lastReason };
}

describe("what was ordered is told in the person's own words", () => {
  it.each([
    ["whose answer can not be read", () => answerWith("Sure!"), "1"],
    ["who is away", isAway, "1"],
    ["for whom the month's budget is used up", isAway, "0"],
  ])(
    "where it is a model %s: at its minute, of what is late one, and nothing that nobody ordered, nor a schedule that may cost nothing",
    async (_, script, budgetUsd) => {
      const { base, person, plan, planned, loop, due, lastReason } = await open(script, budgetUsd);
      const isSpent = budgetUsd === "0";
      await loop(due(20), { words: "call mum", topic: "Calls" });
      await addProactiveSchedule(person, {
        words: "My plan",
        topic: "Plan",
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        at: "09:40",
      });
      await loop(due(-50), { words: "water the plants", topic: "Plants" });
      await loop(due(-40), { words: "pay the rent", topic: "Rent" });
      await loop(due(5), { words: "I will read it", topic: "Books", kind: "promise" });
      expect(await plan()).toMatchObject({ outcome: "planned" });
      const times = (await planned()).map(([at, text]) => `${at} ${text}`);
      expect(times).toEqual([
        "09:20 You asked to be reminded: call mum",
        ...(isSpent ? [] : ["09:40 You ordered for this time: My plan"]),
        "10:00 You asked to be reminded: water the plants",
      ]);
      expect((await planned()).flatMap(([, , model]) => model ?? [])).toEqual([]);
      expect(await lastReason()).toMatch(/model/);
      expect(base.models.requests).toHaveLength(isSpent ? 0 : 1);
    },
  );

  it("once: the same reminder is not told again by the next hour", async () => {
    const { base, plan, planned, loop, due } = await open(isAway, "0");
    await loop(due(20), { words: "call mum", topic: "Calls" });
    await plan();
    base.clock.advance(60 * MINUTE);
    expect(await plan()).toEqual({ outcome: "not-sent" });
    expect(await planned()).toHaveLength(1);
  });

  it("in its turn: late, it keeps away from the hour that another order has", async () => {
    const { plan, planned, loop, due } = await open(isAway, "0");
    await loop(due(-50), { words: "water the plants", topic: "Plants" });
    expect(await plan()).toMatchObject({ outcome: "planned" });
    expect((await planned()).map(([at]) => at)).toEqual(["09:00"]);
  });
});
