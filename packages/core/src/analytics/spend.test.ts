import { describe, expect, it } from "vitest";
import { jobContext } from "../context.ts";
import { sendMessage } from "../conversation/send-message.ts";
import { createTestContext } from "../testing/index.ts";
import { getUsage } from "./get-usage.ts";
import { measureSpend } from "./measure-spend.ts";

const send = { text: "Hello" };

describe("what answers cost", () => {
  it("is told of each answer, by ids and figures alone", async () => {
    const ctx = await createTestContext().newPerson();
    const sent = await sendMessage(ctx, { ...send, clientId: "44444444-4444-7444-8444-444444444444" });
    await ctx.untilIdle();
    const events = await ctx.store.asUser(ctx.userId, (tx) => tx.events.listAfter(0n, 10));
    expect(events.find(({ type }) => type === "AIResponseGenerated")?.payload).toEqual({
      conversationId: sent.conversationId,
      messageId: sent.answerId,
      generationId: sent.generationId,
      model: "vendor/small",
      promptTokens: 12,
      completionTokens: 5,
      costUsd: "0.0112",
      state: "done",
    });
  });

  it("adds up exactly, for the person and for the day", async () => {
    const ctx = await createTestContext().newPerson();
    for (const last of ["1", "2", "3"]) {
      await sendMessage(ctx, { ...send, clientId: `44444444-4444-7444-8444-44444444444${last}` });
      await ctx.untilIdle();
    }
    expect(await getUsage(ctx, { days: 30 })).toMatchObject({
      answers: 3,
      costUsd: "0.0336",
      todayUsd: "0.0336",
      promptTokens: 36,
      byModel: [{ model: "vendor/small", answers: 3, costUsd: "0.0336" }],
    });
  });

  it("begins again at midnight UTC on the operator's gauge", async () => {
    const ctx = await createTestContext().newPerson();
    const shown: number[] = [];
    const job = () =>
      measureSpend({ ...jobContext(ctx, "test"), measures: { ...ctx.measures, spentToday: (usd) => shown.push(usd) } });
    ctx.clock.advance(14 * 3_600_000);
    await sendMessage(ctx, { ...send, clientId: "44444444-4444-7444-8444-444444444445" });
    await ctx.untilIdle();
    await job();
    ctx.clock.advance(2 * 3_600_000);
    await job();
    expect(shown).toEqual([0.0112, 0]);
  });

  it("is nobody's business but a job's to measure", async () => {
    const ctx = await createTestContext().newPerson();
    await expect(measureSpend(ctx)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
