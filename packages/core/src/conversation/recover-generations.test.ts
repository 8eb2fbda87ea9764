import { Profile } from "@procode/contracts";
import { describe, expect, it } from "vitest";
import { jobContext } from "../context.ts";
import { createTestContext, type TestContext } from "../testing/index.ts";
import { beat } from "./beat.ts";
import { recoverGenerations } from "./recover-generations.ts";
import { runGeneration } from "./run-generation.ts";
import { sendMessage } from "./send-message.ts";
import { settleUsage } from "./settle-usage.ts";

const send = { clientId: "11111111-1111-7111-8111-111111111111", text: "Hello" };
const EMPTY = { profile: Profile.parse({}), version: 0, updatedAt: null };
const job = (ctx: TestContext) => jobContext(ctx, "test");

/** A process that answers with `text` and then never again: as good as dead. */
async function dyingProcess(text: string | null) {
  const ctx = await createTestContext().newPerson();
  ctx.models.script = async function* () {
    if (text !== null) {
      yield { type: "started", providerId: "gen-7", model: "vendor/small" };
      yield { type: "text", text };
    }
    await Promise.withResolvers<void>().promise;
  };
  await beat(job(ctx));
  const sent = await sendMessage(ctx, send);
  const stored = () => ctx.store.asUser(ctx.userId, (tx) => tx.generations.readText(sent.generationId));
  if (text !== null) while ((await stored()) !== text) await ctx.clock.sleep(1);
  const answer = () => ctx.store.asUser(ctx.userId, (tx) => tx.messages.findById(sent.answerId));
  const generation = () => ctx.store.asUser(ctx.userId, (tx) => tx.generations.findById(sent.generationId));
  return { ctx, other: ctx.otherProcess(), answer, generation };
}

describe("recoverGenerations", () => {
  it("never touches an answer whose process still beats", async () => {
    const { ctx, other, answer } = await dyingProcess("Half");
    for (let second = 0; second < 20; second++) {
      ctx.clock.advance(1_000);
      await beat(job(ctx));
      await recoverGenerations(job(other));
    }
    expect((await answer())?.status).toBe("answering");
  });

  it("keeps the stored text of a dead process as interrupted", async () => {
    const { ctx, other, answer } = await dyingProcess("Half of it");
    ctx.clock.advance(5_000);
    await recoverGenerations(job(other));
    expect(await answer()).toMatchObject({
      status: "interrupted",
      text: "Half of it",
      failure: { reason: "owner-died" },
    });
  });

  it("asks once more when nothing was stored, and never a third time", async () => {
    const { ctx, other, answer } = await dyingProcess(null);
    while (ctx.models.requests.length === 0) await ctx.clock.sleep(1);
    ctx.clock.advance(5_000);
    await recoverGenerations(job(other));
    while (ctx.models.requests.length < 2) await ctx.clock.sleep(1);
    const third = other.otherProcess();
    ctx.clock.advance(5_000);
    await recoverGenerations(job(third));
    expect(await answer()).toMatchObject({ status: "interrupted", text: "" });
    expect(ctx.models.requests).toHaveLength(2);
  });

  it("takes nothing from a process that was cut off with it, and comes back a moment later", async () => {
    const { ctx, other, answer } = await dyingProcess("Half");
    await beat(job(other));
    ctx.clock.advance(10_000);
    await recoverGenerations(job(other));
    await beat(job(other));
    await recoverGenerations(job(other));
    ctx.clock.advance(1_000);
    await beat(job(ctx));
    ctx.clock.advance(1_900);
    await beat(job(other));
    await recoverGenerations(job(other));
    expect((await answer())?.status).toBe("answering");
    ctx.clock.advance(2_900);
    await beat(job(other));
    await recoverGenerations(job(other));
    expect(await answer()).toMatchObject({ status: "interrupted", text: "Half" });
  });

  it("takes nothing while its own beat fails, nor just after: the other's lease may end first", async () => {
    const { ctx, other, answer } = await dyingProcess("Half");
    ctx.clock.advance(2_000);
    await beat(job(other));
    const away = { ...other.store, asSystem: () => Promise.reject(new Error("away")) };
    await expect(beat({ ...job(other), store: away })).rejects.toThrow("away");
    ctx.clock.advance(1_500);
    await recoverGenerations(job(other));
    await beat(job(other));
    await recoverGenerations(job(other));
    await beat(job(ctx));
    ctx.clock.advance(2_000);
    await recoverGenerations(job(other));
    expect((await answer())?.status).toBe("answering");
  });

  it("does not ask again in a process that was held before it began, once another has asked", async () => {
    const { ctx, other, generation } = await dyingProcess(null);
    const held = await generation();
    if (!held) throw new Error("it was never stored");
    ctx.clock.advance(5_000);
    await recoverGenerations(job(other));
    while (ctx.models.requests.length < 2) await ctx.clock.sleep(1);
    const comesBack = { ...job(other.otherProcess()), worker: ctx.worker };
    const facts = { history: [{ role: "user", text: "Hello" }], channel: "web", context: EMPTY, kept: null } as const;
    const read = { facts: { ...facts, history: [...facts.history] }, sinceMs: ctx.clock.monotonicMs() - 1_001 };
    await runGeneration(comesBack, { userId: ctx.userId, generation: held, isBegun: true, read });
    expect(ctx.models.requests).toHaveLength(2);
    // What was read a moment ago is enough: a process that is not held has its lease.
    const fresh = { ...read, sinceMs: ctx.clock.monotonicMs() };
    void runGeneration(comesBack, { userId: ctx.userId, generation: held, isBegun: true, read: fresh });
    while (ctx.models.requests.length < 3) await ctx.clock.sleep(0);
  });

  it("gives each orphan to one process", async () => {
    const { ctx, other, answer } = await dyingProcess("Half");
    ctx.clock.advance(5_000);
    const third = other.otherProcess();
    await Promise.all([beat(job(other)), beat(job(third))]);
    await Promise.all([recoverGenerations(job(other)), recoverGenerations(job(third))]);
    expect(await answer()).toMatchObject({ status: "interrupted", text: "Half" });
    const events = await ctx.store.asUser(ctx.userId, (tx) => tx.events.listAfter(0n, 100));
    expect(events.filter(({ type }) => type === "AIResponseGenerated")).toHaveLength(1);
  });
});

describe("settleUsage", () => {
  it("learns the cost of a cut call by the provider's id, however late", async () => {
    const { ctx, other, answer } = await dyingProcess("Half");
    ctx.clock.advance(5_000);
    await recoverGenerations(job(other));
    await settleUsage(job(other));
    expect((await answer())?.receipt?.costState).toBe("pending");
    ctx.models.usages.set("gen-7", { promptTokens: 3, completionTokens: 2, costUsd: "0.0005" });
    ctx.clock.advance(60_000);
    await settleUsage(job(other));
    expect((await answer())?.receipt).toMatchObject({ costUsd: "0.0005", costState: "reported", completionTokens: 2 });
  });

  it("calls the cost unknown after eight tries", async () => {
    const { ctx, other, answer } = await dyingProcess("Half");
    ctx.clock.advance(5_000);
    await recoverGenerations(job(other));
    for (let round = 0; round < 12; round++) {
      ctx.clock.advance(3_600_000);
      await settleUsage(job(other));
    }
    expect((await answer())?.receipt).toMatchObject({ costUsd: null, costState: "unknown" });
  });
});
