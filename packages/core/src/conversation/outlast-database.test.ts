import { describe, expect, it } from "vitest";
import { jobContext } from "../context.ts";
import { answerWith, createTestContext, type TestContext } from "../testing/index.ts";
import { beat } from "./beat.ts";
import { recoverGenerations } from "./recover-generations.ts";
import { sendMessage } from "./send-message.ts";
import { stopGeneration } from "./stop-generation.ts";

const SEND = { clientId: "11111111-1111-7111-8111-111111111111", text: "Hello" };
const AWAY = { code: "UNAVAILABLE", details: { reason: "database-away" } };
type Person = TestContext & { userId: string };

async function person(): Promise<Person> {
  const ctx = await createTestContext().newPerson();
  await beat(jobContext(ctx, "test"));
  return ctx;
}
const recover = async (ctx: Person) => {
  ctx.clock.advance(1);
  await recoverGenerations(jobContext(ctx, "test"));
};
const stored = (ctx: Person) => ({
  generations: [...ctx.store.tables().generations.values()],
  responses: [...ctx.store.tables().responses.values()],
  answers: [...ctx.store.tables().messages.values()].filter(({ role }) => role === "assistant"),
  ended: [...ctx.store.tables().events.values()].filter(({ type }) => type === "AIResponseGenerated"),
});
/** A question that is stored while the word of it is lost, and whose answer is therefore begun by a look, then `act`. */
async function sendUnheard(ctx: Person, act: () => void = () => undefined): Promise<void> {
  ctx.store.loseAnswers(1);
  await expect(sendMessage(ctx, SEND)).rejects.toMatchObject(AWAY);
  const leave = ctx.feed.subscribe("changes", ctx.userId, act);
  await recover(ctx);
  leave();
}
const waits = (ctx: Person) => ctx.lines.filter(({ message }) => message.endsWith("waits for the database")).length;

describe("a database whose answer is lost", () => {
  it("leaves no question without its answer: what was stored all the same is begun by this very process", async () => {
    const ctx = await person();
    await sendUnheard(ctx);
    const sent = await sendMessage(ctx, SEND);
    await ctx.untilIdle();
    expect(stored(ctx).answers).toMatchObject([{ id: sent.answerId, status: "complete", text: "An answer." }]);
    expect(ctx.models.requests).toHaveLength(1);
    expect(stored(ctx).responses).toMatchObject([{ attempt: 1, state: "done" }]);
  });

  it("does not make a process take an answer from itself that it is writing or about to", async () => {
    const ctx = await person();
    const hold = Promise.withResolvers<void>();
    ctx.models.script = async function* () {
      await hold.promise;
      yield* answerWith("An ", "answer.");
    };
    const sending = sendMessage(ctx, SEND);
    for (let round = 0; round < 20; round++) await recover(ctx);
    await sending;
    for (let round = 0; round < 20; round++) await recover(ctx);
    hold.resolve();
    await ctx.untilIdle();
    expect(stored(ctx).generations).toMatchObject([{ state: "done", fence: 1, attempt: 1 }]);
    expect(ctx.models.requests).toHaveLength(1);
  });

  it("does not count a begin twice, be it the first of an answer or that of an heir", async () => {
    const ctx = await person();
    await sendUnheard(ctx);
    ctx.store.loseAnswers(1);
    await ctx.untilIdle();
    expect(waits(ctx)).toBe(1);
    const done = { state: "done", costState: "reported" };
    expect(stored(ctx)).toMatchObject({ answers: [{ status: "complete" }], responses: [{ attempt: 1, ...done }] });
    const never = Promise.withResolvers<void>();
    ctx.models.script = async function* () {
      await never.promise;
      yield* answerWith();
    };
    await sendMessage(ctx, { ...SEND, clientId: SEND.clientId.replace(/^1/, "2") });
    while (ctx.models.requests.length < 2) await ctx.clock.sleep(1);
    ctx.clock.advance(5_000);
    const heir = ctx.otherProcess();
    ctx.models.script = () => answerWith("An answer.");
    await recoverGenerations(jobContext(heir, "test"));
    ctx.store.loseAnswers(1);
    await heir.untilIdle();
    expect(heir.lines.filter(({ message }) => message.endsWith("waits for the database"))).toHaveLength(1);
    expect(stored(ctx).responses.slice(1)).toMatchObject([
      { attempt: 1, state: "interrupted", costState: "unknown" },
      { attempt: 2, ...done },
    ]);
  });

  it("does not write an end twice", async () => {
    const ctx = await person();
    ctx.models.script = async function* () {
      yield* answerWith();
      ctx.store.loseAnswers(1);
    };
    await sendMessage(ctx, SEND);
    await ctx.untilIdle();
    expect(waits(ctx)).toBe(1);
    expect(stored(ctx)).toMatchObject({ answers: [{ status: "complete" }], ended: [{}], responses: [{}] });
    expect(ctx.lines.filter(({ level }) => level === "error")).toEqual([]);
  });
});

describe("a database that is away", () => {
  it("keeps an answer waiting for its begin and for its end, with every word", async () => {
    const ctx = await person();
    ctx.models.script = async function* () {
      yield* answerWith("An ", "answer.");
      ctx.store.setAway(true);
    };
    await sendUnheard(ctx, () => ctx.store.setAway(true));
    while (waits(ctx) < 3) await ctx.clock.sleep(1);
    ctx.store.setAway(false);
    while (waits(ctx) < 10) await ctx.clock.sleep(1);
    ctx.store.setAway(false);
    await ctx.untilIdle();
    expect(stored(ctx)).toMatchObject({
      answers: [{ status: "complete", text: "An answer." }],
      responses: [{ attempt: 1, state: "done" }],
      ended: [{}],
    });
  });

  it("does not keep somebody from stopping a question that waits", async () => {
    const ctx = await person();
    await sendUnheard(ctx, () => ctx.store.setAway(true));
    const generationId = stored(ctx).generations[0]?.id ?? "";
    while (waits(ctx) < 3) await ctx.clock.sleep(1);
    await stopGeneration(ctx, { generationId });
    ctx.store.setAway(false);
    await ctx.untilIdle();
    expect(stored(ctx).answers).toMatchObject([{ status: "stopped", text: "" }]);
    expect(ctx.models.requests).toHaveLength(0);
  });

  it("fails a question that waited for a minute, in words that say why", async () => {
    const ctx = await person();
    await sendUnheard(ctx, () => ctx.store.setAway(true));
    while (waits(ctx) < 34) await ctx.clock.sleep(1);
    ctx.store.setAway(false);
    await ctx.untilIdle();
    expect(stored(ctx).answers).toMatchObject([{ status: "failed", failure: { reason: "database-away" } }]);
  });
});
