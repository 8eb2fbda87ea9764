import type { Message } from "@procode/contracts";
import { describe, expect, it } from "vitest";
import type { ModelPart } from "../ports/model-provider.ts";
import { ProcodeError } from "../procode-error.ts";
import { answerWith, createTestContext, type TestContext } from "../testing/index.ts";
import { updateContext } from "../user/update-context.ts";
import { SHUTDOWN } from "./run-generation.ts";
import { sendMessage } from "./send-message.ts";
import { stopGeneration } from "./stop-generation.ts";

type Person = TestContext & { userId: string };
let count = 0;
const clientId = () => `11111111-1111-7111-8111-${String(++count).padStart(12, "0")}`;

async function ask(ctx: Person, text = "Hello", conversationId?: string): Promise<Message> {
  const sent = await sendMessage(ctx, { clientId: clientId(), text, ...(conversationId ? { conversationId } : {}) });
  await ctx.untilIdle();
  const answer = await ctx.store.asUser(ctx.userId, (tx) => tx.messages.findById(sent.answerId));
  if (!answer) throw new Error("no answer");
  return answer;
}

async function* failing(error: unknown, ...texts: string[]): AsyncGenerator<ModelPart> {
  yield { type: "started", providerId: "gen-9", model: "vendor/small" };
  for (const text of texts) yield { type: "text", text };
  throw error;
}
const broken = new ProcodeError("UNAVAILABLE", "It broke off.", { reason: "provider-broke-off" });
const busy = new ProcodeError("LIMITED", "Busy.", { reason: "provider-busy", retryAfterSeconds: 7 });

describe("runGeneration", () => {
  it("keeps the answer with its tokens, its exact cost and its finish", async () => {
    const ctx = await createTestContext().newPerson();
    const answer = await ask(ctx);
    expect(answer).toMatchObject({ status: "complete", text: "An answer.", failure: null });
    expect(answer.receipt).toMatchObject({
      model: "vendor/small",
      promptTokens: 12,
      completionTokens: 5,
      costUsd: "0.0112",
      costState: "reported",
      finishReason: "stop",
    });
  });

  it("tells the next prompt what was said before and what the person told about themselves", async () => {
    const ctx = await createTestContext().newPerson();
    const first = await ask(ctx, "My cat is called Mruczek.");
    await updateContext(ctx, { name: "Ada", occupation: "clockmaker" });
    await ask(ctx, "What is my cat called?", first.conversationId);
    const [system, ...turns] = ctx.models.requests.at(-1)?.messages ?? [];
    expect(system?.content).toContain("Ada");
    expect(system?.content).toContain("clockmaker");
    expect(turns).toEqual([
      { role: "user", content: "My cat is called Mruczek." },
      { role: "assistant", content: "An answer." },
      { role: "user", content: "What is my cat called?" },
    ]);
  });

  it.each([
    ["before a word", [], "failed"],
    ["in the middle", ["Half an "], "interrupted"],
  ] as const)("keeps what came when the provider fails %s", async (_, texts, status) => {
    const ctx = await createTestContext().newPerson();
    ctx.models.script = () => failing(broken, ...texts);
    const answer = await ask(ctx);
    expect(answer).toMatchObject({ status, text: texts.join(""), failure: { reason: "provider-broke-off" } });
    expect(answer.receipt?.costState).toBe("pending");
  });

  it("says how long a busy provider asked to wait", async () => {
    const ctx = await createTestContext().newPerson();
    ctx.models.script = () => failing(busy);
    expect((await ask(ctx)).failure).toEqual({ reason: "provider-busy", retryAfterSeconds: 7 });
  });

  it("keeps the text so far and closes the provider's stream when somebody stops it", async () => {
    const ctx = await createTestContext().newPerson();
    let closed = false;
    ctx.models.script = async function* ({ signal }) {
      yield { type: "started", providerId: "gen-2", model: "vendor/small" };
      yield { type: "text", text: "So far" };
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      closed = true;
      throw signal.reason;
    };
    const sent = await sendMessage(ctx, { clientId: clientId(), text: "Hello" });
    while (!ctx.answers.find(sent.generationId)?.text) await ctx.clock.sleep(1);
    expect(await stopGeneration(ctx, { generationId: sent.generationId })).toEqual({ stopped: true });
    await ctx.untilIdle();
    const answer = await ctx.store.asUser(ctx.userId, (tx) => tx.messages.findById(sent.answerId));
    expect(answer).toMatchObject({ status: "stopped", text: "So far", failure: null });
    expect(closed).toBe(true);
  });

  it("is interrupted, with its text, when the process ends in the middle", async () => {
    const ctx = await createTestContext().newPerson();
    ctx.models.script = async function* ({ signal }) {
      yield { type: "started", providerId: "gen-3", model: "vendor/small" };
      yield { type: "text", text: "So far" };
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    };
    const sent = await sendMessage(ctx, { clientId: clientId(), text: "Hello" });
    while (!ctx.answers.find(sent.generationId)?.text) await ctx.clock.sleep(1);
    for (const { abort } of ctx.answers.all()) abort.abort(SHUTDOWN);
    await ctx.untilIdle();
    const answer = await ctx.store.asUser(ctx.userId, (tx) => tx.messages.findById(sent.answerId));
    expect(answer).toMatchObject({ status: "interrupted", text: "So far", failure: { reason: "owner-died" } });
  });

  it("does not call an answer whole that ended without a finish", async () => {
    const ctx = await createTestContext().newPerson();
    ctx.models.script = async function* () {
      yield { type: "started", providerId: "gen-4", model: "vendor/small" };
      yield { type: "text", text: "So far" };
    };
    expect(await ask(ctx)).toMatchObject({ status: "interrupted", failure: { reason: "provider-broke-off" } });
  });

  it("does not let another person stop it", async () => {
    const base = createTestContext();
    const [owner, other] = [await base.newPerson(), await base.newPerson()];
    const sent = await sendMessage(owner, { clientId: clientId(), text: "Hello" });
    await expect(stopGeneration(other, { generationId: sent.generationId })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await owner.untilIdle();
  });

  it("stores the end once the database is back", async () => {
    const ctx = await createTestContext().newPerson();
    ctx.models.script = async function* (request) {
      yield* answerWith("All of it.");
      ctx.store.setAway(true);
      void ctx.clock
        .sleep(0)
        .then(() => ctx.clock.sleep(0))
        .then(() => ctx.store.setAway(false));
      expect(request.model).toBe("vendor/small");
    };
    const sent = await sendMessage(ctx, { clientId: clientId(), text: "Hello" });
    await ctx.untilIdle();
    const answer = await ctx.store.asUser(ctx.userId, (tx) => tx.messages.findById(sent.answerId));
    expect(answer).toMatchObject({ status: "complete", text: "All of it." });
  });
});
