import { randomUUID } from "node:crypto";
import type { Conversation } from "@procode/contracts";
import { describe, expect, it, vi } from "vitest";
import type { Browserless } from "../../product/open-browserless.ts";
import { failureOf, FAST, MODEL, type OpenAiWorld, textOf, usageOf, user } from "./open-openai-world.ts";

/** What works with the client as OpenAI ships it. */
export function officialClient(world: () => OpenAiWorld): void {
  const conversationsOf = async (person: Browserless) =>
    (await person.ask<{ conversations: Conversation[] }>("conversations.list", {})).conversations;

  describe("the official client, unchanged", () => {
    it("gets a whole answer with its usage and its cost, and nothing of it is kept", async () => {
      const { ada, openai, callOf } = world();
      const mark = randomUUID();
      const before = await usageOf(ada);
      const completion = await openai.chat.completions.create({
        model: MODEL,
        messages: [{ role: "system", content: "Answer in one word." }, ...user(`Hello ${mark} ${FAST}`)],
      });
      const { accepted, ended } = callOf(mark) ?? {};
      expect(completion).toMatchObject({
        object: "chat.completion",
        model: MODEL,
        choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: ended?.text } }],
        usage: {
          prompt_tokens: ended?.promptTokens,
          completion_tokens: ended?.completionTokens,
          total_tokens: Number(ended?.promptTokens) + Number(ended?.completionTokens),
          cost: Number(ended?.costUsd),
        },
      });
      expect(completion.id).toMatch(/^chatcmpl-[0-9a-f-]{36}$/);
      expect(accepted?.messages?.[0]?.content).toMatch(/PROCODE[\s\S]*Answer in one word\.$/);
      expect(await conversationsOf(ada)).toEqual([]);
      const after = await usageOf(ada);
      expect(after.answers).toBe(before.answers + 1);
      expect(Number(after.costUsd) - Number(before.costUsd)).toBeCloseTo(Number(ended?.costUsd), 12);
    });

    it("streams role, words, reason and, when asked, usage", async () => {
      const { openai, callOf } = world();
      const mark = randomUUID();
      const { chunks, text, error } = await textOf(
        await openai.chat.completions.create({
          model: MODEL,
          messages: user(`Tell me of three rivers. ${mark} [[sandbox first=5 interval=2 split-utf8]]`),
          stream: true,
          stream_options: { include_usage: true },
        }),
      );
      const { ended } = callOf(mark) ?? {};
      expect(error).toBeNull();
      expect(text).toBe(ended?.text);
      expect(chunks.length).toBeGreaterThan(4);
      expect(chunks[0]?.choices[0]).toMatchObject({ delta: { role: "assistant", content: "" }, finish_reason: null });
      expect(chunks.at(-2)?.choices[0]).toMatchObject({ delta: {}, finish_reason: "stop" });
      expect(chunks.at(-1)).toMatchObject({
        choices: [],
        usage: { completion_tokens: ended?.completionTokens, cost: Number(ended?.costUsd) },
      });
      expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
      expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
      const silent = await textOf(
        await openai.chat.completions.create({ model: MODEL, messages: user(`Hi ${FAST}`), stream: true }),
      );
      expect(silent.chunks.every((chunk) => !("usage" in chunk))).toBe(true);
    });

    it("ends at a stop text and at a number of tokens", async () => {
      const { openai } = world();
      const messages = user("[[sandbox first=0 interval=0 tokens=50]]");
      const stopped = await openai.chat.completions.create({ model: MODEL, messages, stop: ["lazy", "never said"] });
      expect(stopped.choices[0]?.message.content).toBe("the quick brown fox jumps over one ");
      expect(stopped.choices[0]?.finish_reason).toBe("stop");
      const short = await openai.chat.completions.create({ model: MODEL, messages, max_completion_tokens: 3 });
      expect(short.choices[0]).toMatchObject({ finish_reason: "length", message: { content: "the quick brown " } });
      expect(short.usage?.completion_tokens).toBe(3);
    });

    it("answers with what the person told about themselves and with the model of their choice", async () => {
      const { ada, openai, callOf } = world();
      await ada.ask("context.update", { name: "Ada", occupation: "clockmaker" }, "mutation");
      const mark = randomUUID();
      const { model } = await openai.chat.completions.create({
        model: "auto",
        messages: user(`Hello ${mark} ${FAST}`),
      });
      expect(model).toBe("procode/demo");
      expect(callOf(mark)?.accepted.messages?.[0]?.content).toMatch(/Ada[\s\S]*clockmaker/);
      await ada.ask("models.choose", { modelId: MODEL }, "mutation");
      expect((await openai.chat.completions.create({ model: "auto", messages: user(`Hi ${FAST}`) })).model).toBe(MODEL);
      await ada.ask("models.choose", { modelId: null }, "mutation");
    });

    it("lists the models and finds one", async () => {
      const { openai } = world();
      const { data } = await openai.models.list();
      expect(data.length).toBeGreaterThan(20);
      expect(data[0]).toMatchObject({ id: "auto", owned_by: "procode" });
      expect(await openai.models.retrieve(MODEL)).toMatchObject({ id: MODEL, object: "model", owned_by: "anthropic" });
      expect(await failureOf(openai.models.retrieve("no/such"))).toMatchObject({ status: 404 });
    });

    it("closes the provider's socket within half a second of an abort, and the part is paid for once", async () => {
      const { openai, callOf } = world();
      const mark = randomUUID();
      const stream = await openai.chat.completions.create({
        model: MODEL,
        messages: user(`Stop me. ${mark} [[sandbox first=5 interval=10 tokens=2000]]`),
        stream: true,
      });
      let text = "";
      for await (const chunk of stream) {
        text += chunk.choices[0]?.delta.content ?? "";
        if (text.length > 60) break;
      }
      const left = Date.now();
      await vi.waitFor(() => expect(callOf(mark)?.ended?.end).toBe("aborted"), { timeout: 3_000, interval: 10 });
      expect(Date.parse(callOf(mark)?.ended?.at ?? "") - left).toBeLessThan(500);
      expect(callOf(mark)?.ended?.text?.startsWith(text)).toBe(true);
      const whole = new AbortController();
      const waiting = openai.chat.completions.create(
        { model: MODEL, messages: user(`Stop me too. ${mark}! [[sandbox first=5 interval=10 tokens=2000]]`) },
        { signal: whole.signal },
      );
      const failure = failureOf(waiting);
      await vi.waitFor(() => expect(callOf(`${mark}!`)).toBeDefined(), { timeout: 5_000, interval: 10 });
      whole.abort();
      await failure;
      await vi.waitFor(() => expect(callOf(`${mark}!`)?.ended?.end).toBe("aborted"), { timeout: 3_000, interval: 10 });
    });
  });
}
