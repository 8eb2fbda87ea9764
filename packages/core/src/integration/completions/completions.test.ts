import { describe, expect, it } from "vitest";
import { recoverGenerations } from "../../conversation/recover-generations.ts";
import { settleUsage } from "../../conversation/settle-usage.ts";
import { SHUTDOWN } from "../../conversation/run-generation.ts";
import { ProcodeError } from "../../procode-error.ts";
import type { ModelPart } from "../../ports/model-provider.ts";
import { createTestContext, type TestContext } from "../../testing/create-test-context.ts";
import { answerWith, testModel, USAGE } from "../../testing/scripted-provider.ts";
import { updateContext } from "../../user/update-context.ts";
import type { Completion, CompletionPart } from "./completion.ts";
import { followCompletion } from "./follow-completion.ts";
import { sendCompletion } from "./send-completion.ts";
import { streamCompletion } from "./stream-completion.ts";

const ASKED: Completion = {
  model: null,
  turns: [{ role: "user", text: "Hello" }],
  options: { model: { temperature: 0.5, stop: ["END"], maxOutputTokens: 9 }, instructions: "Be brief." },
};
const never = () => new AbortController().signal;

async function ada() {
  const base = createTestContext();
  const person = await base.newPerson();
  const key = base.as({ kind: "apiKey", userId: person.userId, keyId: base.ids.next(), scopes: ["chat"] });
  return { base, person, key };
}

async function collect(parts: AsyncIterable<CompletionPart>) {
  const seen: CompletionPart[] = [];
  try {
    for await (const part of parts) seen.push(part);
    return { seen, error: null };
  } catch (error) {
    return { seen, error };
  }
}

const responses = ({ store }: TestContext) => [...store.tables().responses.values()];
const dead = () => new ProcodeError("UNAVAILABLE", "Gone.", { reason: "provider-broke-off" });

describe("a completion that is not kept", () => {
  it("answers with the person's profile, the program's instructions and its options, and keeps its cost only", async () => {
    const { base, person, key } = await ada();
    await updateContext(person, { name: "Ada", occupation: "clockmaker" });
    const { seen } = await collect(streamCompletion(key, ASKED, never()));
    expect(seen).toEqual([
      { type: "started", id: expect.any(String), model: "vendor/small" },
      { type: "text", text: "An " },
      { type: "text", text: "answer." },
      { type: "finished", finishReason: "stop", usage: USAGE },
    ]);
    const [request] = base.models.requests;
    expect(request).toMatchObject({ temperature: 0.5, stop: ["END"], maxOutputTokens: 9, model: "vendor/small" });
    expect(request?.messages[0]?.content).toMatch(/clockmaker[\s\S]*Be brief\.$/);
    expect(request?.messages.slice(1)).toEqual([{ role: "user", content: "Hello" }]);
    const { conversations, messages, generations } = base.store.tables();
    expect([conversations.size, messages.size, generations.size]).toEqual([0, 0, 0]);
    expect(responses(base)).toMatchObject([
      {
        userId: person.userId,
        messageId: null,
        conversationId: null,
        state: "done",
        costUsd: "0.0112",
        costState: "reported",
      },
    ]);
  });

  it("takes the model that was asked for, else the person's own, and refuses one that is not there", async () => {
    const { base, person, key } = await ada();
    await collect(streamCompletion(key, { ...ASKED, model: "vendor/large" }, never()));
    await person.store.asUser(person.userId, (tx) => tx.users.updateSettings({ preferredModel: "vendor/large" }));
    await collect(streamCompletion(key, ASKED, never()));
    expect(base.models.requests.map(({ model }) => model)).toEqual(["vendor/large", "vendor/large"]);
    const { error } = await collect(streamCompletion(key, { ...ASKED, model: "no/such" }, never()));
    expect(error).toMatchObject({ code: "INVALID", details: { reason: "unknown-model" } });
    expect(responses(base)).toHaveLength(2);
  });

  it("never leaves a turn out in silence", async () => {
    const { base, key } = await ada();
    base.models.catalogue = [testModel("vendor/small", { contextTokens: 2_000 })];
    const turns = Array.from({ length: 40 }, () => ({ role: "user" as const, text: "word ".repeat(300) }));
    const { error } = await collect(streamCompletion(key, { ...ASKED, turns }, never()));
    expect(error).toMatchObject({ code: "INVALID", details: { reason: "does-not-fit" } });
    expect(base.models.requests).toHaveLength(0);
  });

  it("has a row with the provider's id before its first word, which another process settles after a crash", async () => {
    const { base, person, key } = await ada();
    const parts = streamCompletion(key, ASKED, never());
    await parts.next();
    expect(responses(base)).toMatchObject([{ providerId: "gen-1", costState: "pending", state: "interrupted" }]);
    const other = base.otherProcess();
    const settle = () => settleUsage({ ...other, actor: { kind: "job", name: "settle" } });
    base.models.usages.set("gen-1", { promptTokens: 3, completionTokens: 2, costUsd: "0.5" });
    await settle();
    expect(responses(base)).toMatchObject([{ costState: "pending" }]);
    base.store.shiftLeaseTime(901);
    await settle();
    expect(responses(base)).toMatchObject([{ costState: "reported", costUsd: "0.5", promptTokens: 3 }]);
    const events = [...base.store.tables().events.values()];
    expect(events).toMatchObject([
      { type: "UsageSettled", userId: person.userId, payload: { messageId: null, costUsd: "0.5" } },
    ]);
    // The process was only slow: what it says now is not counted on top.
    await collect(parts);
    expect(responses(base)).toMatchObject([{ costState: "reported", costUsd: "0.5" }]);
  });

  it.each(["abort", "leave"])("closes the provider's socket on %s and asks for the cost of the part", async (how) => {
    const { base, key } = await ada();
    let closed = false;
    base.models.script = async function* (request): AsyncGenerator<ModelPart> {
      try {
        yield { type: "started", providerId: "gen-7", model: "vendor/small" };
        for (;;) {
          request.signal.throwIfAborted();
          yield { type: "text", text: "more " };
        }
      } finally {
        closed = true;
      }
    };
    const left = new AbortController();
    for await (const part of streamCompletion(key, ASKED, left.signal)) {
      if (part.type === "started") continue;
      if (how === "leave") break;
      left.abort();
      break;
    }
    expect(closed).toBe(true);
    expect(responses(base)).toMatchObject([{ state: "stopped", costState: "pending", providerId: "gen-7" }]);
    expect(responses(base)[0]?.nextTryAt).toBe(base.clock.now().getTime());
    expect(base.answers.size()).toBe(0);
  });

  it("keeps no row of a call that was refused, and one of a call that broke off", async () => {
    const { base, key } = await ada();
    // biome-ignore lint/correctness/useYield: it fails before there is anything
    base.models.script = async function* (): AsyncGenerator<ModelPart> {
      throw new ProcodeError("LIMITED", "Busy.", { reason: "provider-busy", retryAfterSeconds: 7 });
    };
    expect((await collect(streamCompletion(key, ASKED, never()))).error).toMatchObject({ code: "LIMITED" });
    expect(responses(base)).toEqual([]);
    base.models.script = async function* (): AsyncGenerator<ModelPart> {
      yield { type: "started", providerId: "gen-2", model: "vendor/small" };
      yield { type: "text", text: "Half an" };
      throw dead();
    };
    const { seen, error } = await collect(streamCompletion(key, ASKED, never()));
    expect(seen.map(({ type }) => type)).toEqual(["started", "text"]);
    expect(error).toMatchObject({ details: { reason: "provider-broke-off" } });
    expect(responses(base)).toMatchObject([{ state: "interrupted", costState: "pending", providerId: "gen-2" }]);
    base.models.script = async function* (): AsyncGenerator<ModelPart> {
      yield { type: "started", providerId: "gen-3", model: "vendor/small" };
    };
    expect((await collect(streamCompletion(key, ASKED, never()))).error).toMatchObject({
      details: { reason: "provider-broke-off" },
    });
  });

  it("ends with a reason when the process does, which waits for it", async () => {
    const { base, key } = await ada();
    const over = new AbortController();
    base.models.script = async function* (request): AsyncGenerator<ModelPart> {
      yield { type: "started", providerId: "gen-2", model: "vendor/small" };
      expect(base.answers.size()).toBe(1);
      over.abort(SHUTDOWN);
      throw request.signal.reason;
    };
    const { error } = await collect(streamCompletion(key, ASKED, over.signal));
    expect(error).toMatchObject({ code: "UNAVAILABLE", details: { reason: "owner-died" } });
    expect(responses(base)).toMatchObject([{ state: "interrupted", costState: "pending" }]);
  });

  it("is closed to a guest and to a key without chat", async () => {
    const { base, person } = await ada();
    const key = base.as({ kind: "apiKey", userId: person.userId, keyId: base.ids.next(), scopes: ["read", "manage"] });
    expect((await collect(streamCompletion(key, ASKED, never()))).error).toMatchObject({
      details: { reason: "key-lacks-scope" },
    });
    expect((await collect(streamCompletion(base, ASKED, never()))).error).toMatchObject({ code: "UNAUTHENTICATED" });
    await expect(
      sendCompletion(key, { ...ASKED, clientId: base.ids.next(), conversationId: null }),
    ).rejects.toMatchObject({
      details: { reason: "key-lacks-scope" },
    });
  });
});

describe("a completion that is kept", () => {
  const turns: Completion["turns"] = [
    { role: "user", text: "I keep bees." },
    { role: "assistant", text: "How many hives?" },
    { role: "user", text: "Three. What now?" },
  ];

  it("is a conversation with the turns that were sent, written with its options", async () => {
    const { base, person, key } = await ada();
    const clientId = crypto.randomUUID();
    const sent = await sendCompletion(key, { ...ASKED, turns, clientId, conversationId: null });
    const { seen } = await collect(followCompletion(key, { ...sent, stopWhenLeft: true }, never()));
    await base.untilIdle();
    expect([seen[0], seen.at(-1)]).toEqual([
      { type: "started", id: sent.generationId, model: "vendor/small" },
      { type: "finished", finishReason: "stop", usage: USAGE },
    ]);
    expect(seen.map((part) => (part.type === "text" ? part.text : "")).join("")).toBe("An answer.");
    const path = await person.store.asUser(person.userId, (tx) => tx.messages.listPath(sent.answerId, 10));
    expect(path.map(({ role, text, channel }) => [role, text, channel])).toEqual([
      ...turns.map(({ role, text }) => [role, text, "api"]),
      ["assistant", "An answer.", "api"],
    ]);
    const conversation = await person.store.asUser(person.userId, (tx) =>
      tx.conversations.findById(sent.conversationId),
    );
    expect(conversation).toMatchObject({ title: "I keep bees", activeLeafId: sent.answerId, channels: ["api"] });
    expect(base.models.requests[0]).toMatchObject({ temperature: 0.5, stop: ["END"] });
    expect(base.models.requests[0]?.messages.map(({ content }) => content).slice(1)).toEqual(
      turns.map(({ text }) => text),
    );
    expect(await sendCompletion(key, { ...ASKED, turns, clientId, conversationId: null })).toEqual(sent);
    expect(base.models.requests).toHaveLength(1);
  });

  it("goes on with a conversation from its own history", async () => {
    const { base, key } = await ada();
    const first = await sendCompletion(key, { ...ASKED, clientId: base.ids.next(), conversationId: null });
    await base.untilIdle();
    const { conversationId } = first;
    const second = await sendCompletion(key, { ...ASKED, turns, clientId: base.ids.next(), conversationId });
    await base.untilIdle();
    expect(second.conversationId).toBe(conversationId);
    expect(base.models.requests[1]?.messages.slice(1)).toEqual([
      { role: "user", content: "Hello" },
      { role: "assistant", content: "An answer." },
      { role: "user", content: "Three. What now?" },
    ]);
    const stranger = await base.newPerson();
    await expect(
      sendCompletion(stranger, { ...ASKED, clientId: base.ids.next(), conversationId }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    const { error } = await collect(followCompletion(stranger, { ...first, stopWhenLeft: true }, never()));
    expect(error).toMatchObject({ code: "NOT_FOUND" });
  });

  it("is asked for again with the same options by the process that takes it over", async () => {
    const { base, key } = await ada();
    const dying = new Promise<never>(() => undefined);
    base.models.script = async function* (): AsyncGenerator<ModelPart> {
      yield* [];
      await dying;
    };
    const sent = await sendCompletion(key, { ...ASKED, clientId: base.ids.next(), conversationId: null });
    while (base.models.requests.length === 0) await base.clock.sleep(1);
    base.models.script = () => answerWith("Once more.");
    base.store.shiftLeaseTime(10);
    const heir = base.otherProcess();
    await recoverGenerations({ ...heir, actor: { kind: "job", name: "recover" } });
    await heir.untilIdle();
    const [first, second] = base.models.requests.map(({ signal: _, ...request }) => request);
    expect(first).toMatchObject({ ...ASKED.options.model });
    expect(second).toEqual(first);
    const { seen } = await collect(
      followCompletion({ ...heir, actor: key.actor }, { ...sent, stopWhenLeft: true }, never()),
    );
    expect(seen).toContainEqual({ type: "text", text: "Once more." });
  });

  it("stops when its reader leaves, unless it may come back", async () => {
    for (const stopWhenLeft of [true, false]) {
      const { base, person, key } = await ada();
      base.models.script = async function* (request): AsyncGenerator<ModelPart> {
        yield { type: "started", providerId: "gen-1", model: "vendor/small" };
        yield { type: "text", text: "Some" };
        if (stopWhenLeft) {
          await new Promise((resolve) => request.signal.addEventListener("abort", resolve));
          throw request.signal.reason;
        }
        yield* answerWith(" more");
      };
      const sent = await sendCompletion(key, { ...ASKED, clientId: base.ids.next(), conversationId: null });
      const left = new AbortController();
      for await (const part of followCompletion(key, { ...sent, stopWhenLeft }, left.signal))
        if (part.type === "text") left.abort();
      await base.untilIdle();
      const message = await person.store.asUser(person.userId, (tx) => tx.messages.findById(sent.answerId));
      expect(message).toMatchObject(
        stopWhenLeft ? { status: "stopped", text: "Some" } : { status: "complete", text: "Some more" },
      );
    }
  });

  it("tells why it failed", async () => {
    const { base, key } = await ada();
    base.models.script = async function* (): AsyncGenerator<ModelPart> {
      yield* [];
      throw new ProcodeError("LIMITED", "Busy.", { reason: "provider-busy", retryAfterSeconds: 7 });
    };
    const sent = await sendCompletion(key, { ...ASKED, clientId: base.ids.next(), conversationId: null });
    const { error } = await collect(followCompletion(key, { ...sent, stopWhenLeft: true }, never()));
    expect(error).toMatchObject({ code: "LIMITED", details: { reason: "provider-busy", retryAfterSeconds: 7 } });
  });

  it.each([
    ["ends with an answer", [...turns.slice(0, 2)]],
    ["asks nothing", [{ role: "user" as const, text: "  " }]],
    ["holds what is too long to be a message", [{ role: "user" as const, text: "x".repeat(100_001) }]],
  ])("is refused when it %s, and stores nothing", async (_, given) => {
    const { base, key } = await ada();
    const sending = sendCompletion(key, { ...ASKED, turns: given, clientId: base.ids.next(), conversationId: null });
    await expect(sending).rejects.toMatchObject({ code: "INVALID", details: { reason: "bad-input" } });
    expect(base.store.tables().conversations.size).toBe(0);
  });
});
